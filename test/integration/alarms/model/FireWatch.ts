import { expect } from 'vitest';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { sounding, waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { Scenario } from '../Scenario.ts';
import { isFire } from './occurrence.ts';
import type { Told } from './told.ts';

const FAR_AHEAD_MS = 600_000;

/**
 * The promise that matters most, without any model: danger in the newest reading that can be believed is an open
 * alarm, which waits, or which a named person has acknowledged, or which is on a point that was taken out of use before
 * the danger came, and then it is counted and stands above everything that doesn't wait.
 */
export class FireWatch {
  readonly #newest = new Map<string, Told>();
  /** Numbers what happens, because the desk's clock can be set. */
  #step = 0;
  readonly #presentSince = new Map<string, number>();
  readonly #asideSince = new Map<string, number>();

  newestOf(device: string): Told | undefined {
    return this.#newest.get(device);
  }

  heard(batch: readonly Told[]): void {
    for (const told of batch) {
      const before = this.#newest.get(told.device);
      const older = before && told.event <= before.event && !told.datedByDesk;
      if (older && before.event - told.arrival <= FAR_AHEAD_MS) continue;
      this.#newest.set(told.device, told);
    }
  }

  check({ desk, setAsides, setAsideDesk }: Scenario): void {
    this.#step++;
    const open = desk.open();
    for (const { id } of setAsides.active())
      if (!this.#asideSince.has(id)) this.#asideSince.set(id, this.#step);
    const fires = open.filter(({ alarmClass }) => alarmClass === 'fire');
    this.#followPresence(fires);
    for (const { device, causes } of this.#newest.values())
      for (const kind of [...causes].filter(isFire)) {
        const name = `${kind} of ${device}`;
        const alarm = fires.find((one) => one.deviceId === device && one.kind === kind);
        expect(alarm?.conditionActive, `${name} is open`).toBe(true);
      }
    const hidden: AlarmRecord[] = [];
    for (const alarm of fires) {
      const { state, acknowledgedBy, silencedBy, conditionActive } = alarm;
      expect(state, 'a fire alarm is never shelved').not.toBe('shelved');
      if (waitsForAcknowledgement(state)) expect(sounding(alarm) || silencedBy !== null).toBe(true);
      else if (state === 'acknowledged' || state === 'latchedAcknowledged')
        expect(acknowledgedBy, 'a named person has seen it').not.toBeNull();
      else if (conditionActive) hidden.push(alarm);
    }
    for (const alarm of hidden) {
      const since = this.#presentSince.get(alarm.id) ?? 0;
      const aside = setAsides
        .ofDevice(alarm.deviceId)
        .filter(({ kind, type }) => (kind ?? alarm.kind) === alarm.kind && type !== 'shelved');
      expect(
        aside.some(({ id }) => (this.#asideSince.get(id) ?? since) <= since),
        `${alarm.id} came after its point was taken out of use`,
      ).toBe(true);
      const below = open.slice(0, open.indexOf(alarm)).filter((one) => !isUrgent(one));
      expect(below, `${alarm.id} stands above what doesn't wait`).toEqual([]);
    }
    expect(setAsideDesk.counts().dangers).toBe(hidden.length);
  }

  #followPresence(fires: readonly AlarmRecord[]): void {
    for (const { id, conditionActive } of fires) {
      if (!conditionActive) this.#presentSince.delete(id);
      else if (!this.#presentSince.has(id)) this.#presentSince.set(id, this.#step);
    }
  }
}

/** What may stand above a fire that nobody is asked about. */
function isUrgent({ state, alarmClass, conditionActive }: AlarmRecord): boolean {
  return (
    waitsForAcknowledgement(state) ||
    (alarmClass === 'fire' && (conditionActive || !isAsideState(state)))
  );
}

const isAsideState = (state: AlarmRecord['state']) =>
  state === 'shelved' || state === 'suppressedByDesign' || state === 'outOfService';
