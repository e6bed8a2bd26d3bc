import type { AlarmKind, AlarmPriority, AlarmRecord } from '#shared/alarms/alarm.ts';
import { causesIn, kindsOf, priorityOf, showsCalm } from '#shared/alarms/conditions.ts';
import { alarmId } from '#shared/alarms/identity.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import {
  type AlarmChange,
  begin,
  clear,
  type Finding,
  putAside,
  raiseAgain,
  worsen,
} from '#shared/alarms/lifecycle.ts';
import { exceeds } from '#shared/alarms/order.ts';
import { ALARM_SETTINGS } from '#shared/alarms/settings.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { isDatedByDesk, isFromWrongClock, newestAfter } from '../eventOrder.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { AlarmStore } from './AlarmStore.ts';
import type { DeviceAlarms } from './DeviceAlarms.ts';
import type { FirstOut } from './FirstOut.ts';
import type { SetAsides } from './SetAsides.ts';

/**
 * What a batch does to the alarms, worked out on copies: the next reading of the batch sees what the one before
 * did, and memory sees nothing until the commit.
 *
 * Readings come late, twice and out of order. What a reading older than the device's newest can do:
 * - It never clears anything: it doesn't tell how things are now.
 * - Danger inside an occurrence that is over, or that stands, is that occurrence seen again: no second alarm.
 * - Other danger raises as usual, and the newer readings that were calm don't count towards its end. Delivered in
 *   order it would have raised too; and a device whose clock was put back looks the same.
 * - Unless it is marked `late`, out of a broker's backlog: then it is history, and newer readings have shown that it
 *   passed. A latching kind is raised and cleared at once, so that it waits for acknowledgement and reset, because
 *   a momentary signal is not gone. A kind that doesn't latch is left to the timeline.
 * - Danger that nothing newer contradicts raises, however old it is.
 *
 * Readings that the desk had to date itself are taken in the order of their arrival.
 */
export class AlarmDraft {
  readonly devices = new Map<string, DeviceAlarms>();
  readonly changes: AlarmChange[] = [];
  readonly #siteId: string;
  readonly #at: EpochMs;
  readonly #store: AlarmStore;
  readonly #setAsides: Pick<SetAsides, 'typeFor'>;
  readonly #firstOut: Pick<FirstOut, 'begins'> | undefined;

  constructor(
    siteId: string,
    at: EpochMs,
    store: AlarmStore,
    setAsides: Pick<SetAsides, 'typeFor'>,
    firstOut?: Pick<FirstOut, 'begins'>,
  ) {
    this.#siteId = siteId;
    this.#at = at;
    this.#store = store;
    this.#setAsides = setAsides;
    this.#firstOut = firstOut;
  }

  judge(device: DeviceAlarms, scored: ScoredReading): void {
    const { reading, assessment } = scored;
    const causes = causesIn(reading, assessment);
    if (isFromWrongClock(device.newestAt, reading.receivedAt))
      device.newestAt = Number.NEGATIVE_INFINITY;
    for (const kind of kindsOf(causes)) this.#present(device, kind, scored);
    for (const kind of kindsOf(device.active & ~causes)) this.#absent(device, kind, scored);
    device.newestAt = newestAfter(device.newestAt, reading);
  }

  /** The desk has not heard the device for too long. */
  wentSilent(device: DeviceAlarms, at: EpochMs): void {
    const kind = 'deviceSilent';
    const finding: Finding = {
      priority: KIND_RULES[kind].priority,
      evidence: null,
      thresholdsVersion: ALARM_SETTINGS.version,
    };
    const standing = device.get(kind);
    if (standing) {
      if (!standing.alarm.conditionActive)
        this.#take(device, raiseAgain(standing.alarm, finding, this.#at));
      return;
    }
    const { deviceId } = device;
    let onsetAt = at;
    // A clock that was set back can bring the same onset again; a second silence is its own occurrence.
    while (this.#store.exists(alarmId(this.#siteId, deviceId, kind, onsetAt))) onsetAt++;
    const onset = { siteId: this.#siteId, deviceId, kind, onsetAt } as const;
    this.#take(device, begin(onset, finding, this.#at));
  }

  heardAgain(device: DeviceAlarms, at: EpochMs): void {
    const alarm = device.get('deviceSilent')?.alarm;
    if (alarm?.conditionActive) this.#take(device, clear(alarm, at, this.#at));
  }

  #present(device: DeviceAlarms, kind: AlarmKind, scored: ScoredReading): void {
    const { reading, assessment } = scored;
    const { measuredAt } = reading;
    const { newestAt } = device;
    const alarm = device.get(kind)?.alarm;
    const priority = priorityOf(kind, assessment);
    const worse = alarm !== undefined && isWorse(alarm, priority, measuredAt);
    const { deviceId } = device;
    const onset = { siteId: this.#siteId, deviceId, kind, onsetAt: measuredAt };
    const inOrder = isDatedByDesk(reading);
    const seenBefore = () =>
      inOrder
        ? this.#store.exists(alarmId(this.#siteId, deviceId, kind, measuredAt))
        : this.#store.isPast(deviceId, kind, measuredAt);
    const finding: Finding = {
      priority,
      evidence: { reading, assessment },
      thresholdsVersion: assessment.thresholdsVersion,
    };

    if (alarm?.conditionActive) {
      if (inOrder || measuredAt >= newestAt) device.count(kind, 0);
      if (worse && (inOrder || !seenBefore())) this.#take(device, worsen(alarm, finding, this.#at));
      return;
    }
    // At the newest reading's own time, a standing alarm that has cleared contradicts as a newer reading would.
    const contradicted =
      !inOrder && (measuredAt < newestAt || (measuredAt === newestAt && alarm !== undefined));
    const history = contradicted && reading.quality.includes('late');
    if (history && !KIND_RULES[kind].latching) return;
    if (contradicted && alarm && !worse && measuredAt <= (alarm.clearedAt ?? measuredAt)) return;
    if ((contradicted || !alarm) && seenBefore()) return;

    const raised = alarm
      ? raiseAgain(alarm, finding, this.#at)
      : this.#inItsBurst(begin(onset, finding, this.#at));
    this.#take(device, raised);
    const now = device.get(kind)?.alarm;
    if (history && now) this.#take(device, clear(now, newestAt, this.#at));
  }

  #absent(device: DeviceAlarms, kind: AlarmKind, { reading }: ScoredReading): void {
    const standing = device.get(kind);
    const newer = isDatedByDesk(reading) || reading.measuredAt > device.newestAt;
    if (!standing || !newer || !showsCalm(kind, reading)) return;
    const calm = standing.calm + 1;
    if (calm < ALARM_SETTINGS.offDelayReadings) device.count(kind, calm);
    else this.#take(device, clear(standing.alarm, reading.measuredAt, this.#at));
  }

  #inItsBurst(change: AlarmChange): AlarmChange {
    const firstOutId = this.#firstOut?.begins(change.alarm) ?? null;
    return { ...change, alarm: { ...change.alarm, firstOutId } };
  }

  #take(device: DeviceAlarms, change: AlarmChange | undefined): void {
    if (!change) return;
    this.changes.push(change);
    device.put(change.alarm);
    if (!change.begins) return;
    const { deviceId, kind } = change.alarm;
    const aside = this.#setAsides.typeFor(deviceId, kind);
    // Recorded like any other, so that nothing is lost; it only doesn't annunciate.
    if (aside) this.#take(device, putAside(change.alarm, aside, null, this.#at));
  }
}

/**
 * Whether a cause of this priority is worse than what was annunciated. After an alarm came back, a critical reading
 * from before that has been annunciated, seen and cleared already.
 */
function isWorse(alarm: AlarmRecord, priority: AlarmPriority, measuredAt: EpochMs): boolean {
  const annunciatedFor = alarm.evidence?.reading.measuredAt ?? alarm.onsetAt;
  const cameBack = annunciatedFor > alarm.onsetAt;
  return exceeds(priority, alarm.priority) && !(cameBack && measuredAt < annunciatedFor);
}
