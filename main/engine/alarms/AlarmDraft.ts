import type {
  AlarmEvidence,
  AlarmKind,
  AlarmRecord,
  AnalysisKind,
  DeskKind,
  DeviceWatchKind,
} from '#shared/alarms/alarm.ts';
import {
  causesIn,
  kindBit,
  kindsOf,
  priorityOf,
  type ReadingKind,
  showsCalm,
} from '#shared/alarms/conditions.ts';
import { heldByDeadBand } from '#shared/alarms/deadBand.ts';
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
import { ALARM_SETTINGS, delaysOf } from '#shared/alarms/settings.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { type EpochMs, isDatedByDesk, type Reading } from '#shared/telemetry/reading.ts';
import type { AnalysisNotice } from '../analysis/AnalysisNotice.ts';
import { isFromWrongClock, newestAfter } from '../eventOrder.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { AlarmStore } from './AlarmStore.ts';
import type { DeviceAlarms } from './DeviceAlarms.ts';
import type { FirstOut } from './FirstOut.ts';
import type { SetAsides } from './SetAsides.ts';

export interface DraftParts {
  readonly siteId: string;
  readonly store: Pick<AlarmStore, 'exists' | 'isPast' | 'raisesWithin'>;
  readonly setAsides: Pick<SetAsides, 'typeFor'>;
  readonly thresholds: Thresholds;
  /** All that is to be frozen of a reading that raises an alarm of the fire class. */
  readonly evidenceOf: (scored: ScoredReading) => AlarmEvidence;
  /** Which alarm of a burst came first; without it nobody is marked. */
  readonly firstOut?: FirstOut;
}

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
  readonly #parts: DraftParts;
  readonly #siteId: string;
  readonly #at: EpochMs;
  readonly #store: DraftParts['store'];
  /** One reading can raise a dozen alarms, which share what is frozen of it. */
  #frozen: { readonly of: ScoredReading; readonly evidence: AlarmEvidence } | undefined;

  /** @param at the desk's clock */
  constructor(parts: DraftParts, at: EpochMs) {
    this.#parts = parts;
    this.#siteId = parts.siteId;
    this.#store = parts.store;
    this.#at = at;
  }

  judge(device: DeviceAlarms, scored: ScoredReading): void {
    const { reading, assessment } = scored;
    const causes = causesIn(reading, assessment);
    if (isFromWrongClock(device.newestAt, reading.receivedAt))
      device.newestAt = Number.NEGATIVE_INFINITY;
    for (const kind of device.pendingKinds())
      if ((causes & kindBit(kind)) === 0 && isInOrder(device, reading)) device.wait(kind, null);
    for (const kind of kindsOf(causes)) this.#present(device, kind, scored);
    for (const kind of kindsOf(device.active & ~causes)) this.#absent(device, kind, scored);
    device.newestAt = newestAfter(device.newestAt, reading);
  }

  /** The desk noticed something itself, without a reading: of a device, or of a part of its own. */
  noticed(
    device: DeviceAlarms,
    kind: DeskKind | DeviceWatchKind,
    at: EpochMs,
    detail: string | null = null,
  ): void {
    const finding: Finding = {
      priority: KIND_RULES[kind].priority,
      evidence: null,
      thresholdsVersion: ALARM_SETTINGS.version,
    };
    const standing = device.get(kind);
    if (standing) {
      if (!standing.alarm.conditionActive)
        this.#take(device, withDetail(raiseAgain(standing.alarm, finding, this.#at), detail));
      return;
    }
    const { deviceId } = device;
    let onsetAt = at;
    // A clock that was set back can bring the same onset again; a second one is its own occurrence.
    while (this.#store.exists(alarmId(this.#siteId, deviceId, kind, onsetAt))) onsetAt++;
    const onset = { siteId: this.#siteId, deviceId, kind, onsetAt } as const;
    this.#take(device, withDetail(begin(onset, finding, this.#at), detail));
  }

  /** What the analysis found, of a reading that is on disk already; the same finding again is the same occurrence. */
  found(device: DeviceAlarms, { kind, cause, at }: AnalysisNotice): void {
    if (cause === null) {
      this.gone(device, kind, at);
      return;
    }
    const { scored, detail } = cause;
    const finding: Finding = {
      priority: KIND_RULES[kind].priority,
      evidence: this.#evidence(kind, scored),
      thresholdsVersion: scored.assessment.thresholdsVersion,
    };
    const standing = device.get(kind)?.alarm;
    if (standing) {
      if (!standing.conditionActive)
        this.#take(device, withDetail(raiseAgain(standing, finding, this.#at), detail));
      return;
    }
    const { deviceId } = device;
    if (this.#store.exists(alarmId(this.#siteId, deviceId, kind, at))) return;
    const onset = { siteId: this.#siteId, deviceId, kind, onsetAt: at } as const;
    this.#take(device, withDetail(this.#inItsBurst(begin(onset, finding, this.#at)), detail));
  }

  /** What it noticed has gone. */
  gone(device: DeviceAlarms, kind: DeskKind | DeviceWatchKind | AnalysisKind, at: EpochMs): void {
    const alarm = device.get(kind)?.alarm;
    if (alarm?.conditionActive) this.#take(device, clear(alarm, at, this.#at));
  }

  #present(device: DeviceAlarms, kind: ReadingKind, scored: ScoredReading): void {
    const { reading, assessment } = scored;
    const { measuredAt } = reading;
    const { newestAt } = device;
    const alarm = device.get(kind)?.alarm;
    const priority = priorityOf(kind, assessment);
    const worse =
      alarm !== undefined &&
      exceeds(priority, alarm.priority) &&
      (isInOrder(device, reading) || !isShown(alarm, measuredAt));
    const { deviceId } = device;
    const inOrder = isDatedByDesk(reading);
    const seenBefore = () => this.#isPast(device, kind, reading);
    const finding = (): Finding => ({
      priority,
      evidence: this.#evidence(kind, scored),
      thresholdsVersion: assessment.thresholdsVersion,
    });

    if (alarm?.conditionActive) {
      if (inOrder || measuredAt >= newestAt) device.count(kind, 0);
      if (worse && (inOrder || !seenBefore()))
        this.#take(device, worsen(alarm, finding(), this.#at));
      return;
    }
    // At the newest reading's own time, a standing alarm that has cleared contradicts as a newer reading would.
    const contradicted =
      !inOrder && (measuredAt < newestAt || (measuredAt === newestAt && alarm !== undefined));
    const history = contradicted && reading.quality.includes('late');
    if (history && !KIND_RULES[kind].latching) return;
    if (contradicted && alarm && !worse && measuredAt <= (alarm.clearedAt ?? measuredAt)) return;
    if ((contradicted || !alarm) && seenBefore()) return;

    const onsetAt = alarm || history ? measuredAt : this.#onset(device, kind, reading);
    if (onsetAt === null) return;
    const onset = { siteId: this.#siteId, deviceId, kind, onsetAt };
    const raised = alarm
      ? raiseAgain(alarm, finding(), this.#at)
      : this.#inItsBurst(begin(onset, finding(), this.#at));
    this.#take(device, raised);
    const now = device.get(kind)?.alarm;
    if (history && now) this.#take(device, clear(now, newestAt, this.#at));
  }

  /** Whether the danger lies inside another occurrence. What is newer than all that is known of its device does not. */
  #isPast(device: DeviceAlarms, kind: ReadingKind, reading: Reading): boolean {
    const { deviceId, newestAt } = device;
    const { measuredAt, receivedAt } = reading;
    const id = alarmId(this.#siteId, deviceId, kind, measuredAt);
    if (id !== device.get(kind)?.alarm.id && this.#store.exists(id)) return true;
    if (isDatedByDesk(reading) || (measuredAt > newestAt && Number.isFinite(newestAt)))
      return false;
    // One that reaches further ahead than any clock that is believed was ended by a wrong one, and proves nothing.
    const believed = receivedAt + this.#parts.thresholds.clock.skewMs;
    const covers = ({ alarm }: AlarmChange) =>
      alarm.deviceId === deviceId &&
      alarm.kind === kind &&
      alarm.endedAt !== null &&
      alarm.clearedAt !== null &&
      alarm.onsetAt <= measuredAt &&
      alarm.clearedAt >= measuredAt &&
      alarm.clearedAt <= believed;
    return this.#store.isPast(deviceId, kind, measuredAt, believed) || this.changes.some(covers);
  }

  /** The on-delay: when the cause began, once it has been there long enough; null until then. */
  #onset(device: DeviceAlarms, kind: ReadingKind, reading: Reading): EpochMs | null {
    const { onReadings } = delaysOf(kind);
    if (onReadings === 1) return reading.measuredAt;
    // The same reading again, or an older one, is not another one in the row.
    if (!isInOrder(device, reading)) return null;
    const pending = device.pendingOf(kind);
    const since = pending?.since ?? reading.measuredAt;
    const seen = (pending?.seen ?? 0) + 1;
    device.wait(kind, seen < onReadings ? { seen, since } : null);
    if (seen < onReadings) return null;
    // A device that the desk dates, and a clock that was set back: that onset was an alarm's already.
    const taken = this.#store.exists(alarmId(this.#siteId, reading.deviceId, kind, since));
    return taken ? null : since;
  }

  #absent(device: DeviceAlarms, kind: ReadingKind, { reading, assessment }: ScoredReading): void {
    const standing = device.get(kind);
    if (!standing || !isInOrder(device, reading) || !showsCalm(kind, reading)) return;
    if (heldByDeadBand(kind, reading, assessment, this.#parts.thresholds)) {
      device.count(kind, 0);
      return;
    }
    const calm = standing.calm + 1;
    const { chatter } = ALARM_SETTINGS;
    const enough = standing.alarm.chattering ? chatter.offReadings : delaysOf(kind).offReadings;
    if (calm < enough) device.count(kind, calm);
    else this.#take(device, clear(standing.alarm, reading.measuredAt, this.#at));
  }

  #inItsBurst(change: AlarmChange): AlarmChange {
    const firstOutId = this.#parts.firstOut?.begins(change.alarm) ?? null;
    return { ...change, alarm: { ...change.alarm, firstOutId } };
  }

  #take(device: DeviceAlarms, change: AlarmChange | undefined): void {
    if (!change) return;
    const told = change.event.type === 'raise' ? this.#markChatter(change) : change;
    this.changes.push(told);
    device.put(told.alarm);
    if (!told.begins) return;
    const { deviceId, kind } = told.alarm;
    const aside = this.#parts.setAsides.typeFor(deviceId, kind);
    // Recorded like any other, so that nothing is lost; it only doesn't annunciate.
    if (aside) this.#take(device, putAside(told.alarm, aside, null, this.#at));
  }

  #evidence(kind: AlarmKind, scored: ScoredReading): AlarmEvidence {
    if (KIND_RULES[kind].alarmClass !== 'fire') return scored;
    if (this.#frozen?.of !== scored)
      this.#frozen = { of: scored, evidence: this.#parts.evidenceOf(scored) };
    return this.#frozen.evidence;
  }

  /** An alarm that comes and goes is held standing: one line to read instead of one at every flicker. */
  #markChatter(change: AlarmChange): AlarmChange {
    const { alarm, event } = change;
    // A fire that comes again and again is a fire, and latches anyway.
    if (alarm.alarmClass === 'fire' || alarm.chattering) return change;
    const { raises, withinMs } = ALARM_SETTINGS.chatter;
    const { deviceId, kind } = alarm;
    const here = this.changes.filter(
      (other) =>
        other.event.type === 'raise' &&
        other.alarm.deviceId === deviceId &&
        other.alarm.kind === kind,
    ).length;
    const before = this.#store.raisesWithin(deviceId, kind, event.at - withinMs, event.at);
    if (before + here + 1 < raises) return change;
    return { ...change, alarm: { ...alarm, chattering: true } };
  }
}

function withDetail(change: AlarmChange | undefined, detail: string | null) {
  return change && { ...change, alarm: { ...change.alarm, detail } };
}

/** Whether the reading is the device's newest, so that it may be counted in a row. */
function isInOrder(device: DeviceAlarms, reading: Reading): boolean {
  return isDatedByDesk(reading) || reading.measuredAt > device.newestAt;
}

/**
 * Whether a reading of this time was annunciated, seen and cleared already: the alarm came back after it. Asked of
 * readings that newer ones have overtaken only, because a clock may have been set back since.
 */
function isShown({ evidence, onsetAt }: AlarmRecord, measuredAt: EpochMs): boolean {
  const annunciatedFor = evidence?.reading.measuredAt ?? onsetAt;
  return annunciatedFor > onsetAt && measuredAt < annunciatedFor;
}
