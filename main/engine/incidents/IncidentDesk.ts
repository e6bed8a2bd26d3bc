import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { isAside } from '#shared/alarms/setAside.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import { GROUPING_MINUTES, incidentId, joins, placeOf } from '#shared/response/grouping.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AlarmFollower } from '../alarms/AlarmFollower.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { ResponseSheets } from '../response/ResponseSheets.ts';
import type { Settings } from '../storage/Settings.ts';
import type { IncidentStore } from './IncidentStore.ts';

const GROUPING_KEY = 'incidents.groupingMinutes';
const Minutes = z.number().int().min(GROUPING_MINUTES.least).max(GROUPING_MINUTES.most);

export interface IncidentDeskParts {
  readonly db: Database.Database;
  readonly store: IncidentStore;
  readonly sheets: ResponseSheets;
  readonly settings: Pick<Settings, 'get' | 'set'>;
  readonly audit: Pick<AuditChain, 'append'>;
  /** Where the device is now; null when nobody has placed it. */
  readonly placementOf: (deviceId: string) => DevicePlacement | null;
  readonly now: () => EpochMs;
  /** Told after each commit that changed an incident. */
  readonly changed: () => void;
}

/**
 * Gathers the alarms that belong together, as they begin and in the transaction that records them. It keeps nothing in
 * memory: what is on disk decides, so a restart, a retry and another batching come to the same.
 */
export class IncidentDesk implements AlarmFollower {
  readonly #parts: IncidentDeskParts;

  constructor(parts: IncidentDeskParts) {
    this.#parts = parts;
  }

  persist(changes: readonly AlarmChange[]): void {
    for (const [i, { alarm, event, begins }] of changes.entries()) {
      const { id, state } = alarm;
      const next = changes[i + 1]?.alarm;
      // A point that is set aside asks nobody for anything: it is in no incident until it is back and still stands.
      const setAsideAtOnce = begins && next?.id === id && isAside(next.state);
      const back = isAside(event.fromState) && !isAside(state) && alarm.endedAt === null;
      if (setAsideAtOnce) this.#parts.sheets.freeze(id, alarm.kind);
      else if (begins || (back && this.#parts.store.incidentOf(id) === undefined))
        this.#begin(alarm, event.at);
    }
  }

  applied(changes: readonly AlarmChange[]): void {
    const { store, changed } = this.#parts;
    const concerns = ({ alarm, begins }: AlarmChange) =>
      begins || alarm.alarmClass !== 'trouble' || store.incidentOf(alarm.id) !== undefined;
    if (changes.some(concerns)) changed();
  }

  /** Alarms that stand and are in no incident: those of an older data folder, or of a database that was salvaged. */
  adopt(alarms: readonly AlarmRecord[]): void {
    const { db, store } = this.#parts;
    const homeless = store.homeless();
    if (homeless.length === 0) return;
    const byId = new Map(alarms.map((alarm) => [alarm.id, alarm]));
    db.transaction(() => {
      for (const id of homeless) {
        const alarm = byId.get(id);
        if (alarm && !isAside(alarm.state)) this.#begin(alarm, alarm.raisedAt);
      }
    })();
  }

  groupingMinutes(): number {
    return this.#parts.settings.get(GROUPING_KEY, Minutes) ?? GROUPING_MINUTES.usual;
  }

  /** For alarms that begin from now on. */
  setGroupingMinutes(minutes: number, by: Caller): void {
    const { db, settings, audit, now, changed } = this.#parts;
    const before = this.groupingMinutes();
    db.transaction(() => {
      settings.set(GROUPING_KEY, minutes, now(), by.operator);
      const detail = { from: before, to: minutes };
      audit.append({ by, action: 'incident.settings', subject: GROUPING_KEY, detail });
    }).immediate();
    changed();
  }

  #begin(alarm: AlarmRecord, at: EpochMs): void {
    const { store, sheets, placementOf } = this.#parts;
    const place = placeOf(alarm.deviceId, placementOf(alarm.deviceId));
    const candidates = store.candidates(place, alarm.deviceId);
    const joined = joins(alarm, candidates, this.groupingMinutes());
    if (joined !== null) {
      const id = joined === 'new' ? this.#open(alarm, place, at) : joined;
      store.join(id, alarm, at);
      sheets.copyCard(alarm.kind, alarm.id, id);
      sheets.freeze(id, alarm.kind);
    } else {
      sheets.freeze(alarm.id, alarm.kind);
    }
  }

  #open(alarm: AlarmRecord, place: string, at: EpochMs): string {
    const { store } = this.#parts;
    const id = store.open(incidentId(alarm.id), place, alarm.onsetAt, at);
    store.addEvent(id, { at, type: 'open', by: null, desk: null, text: null, detail: {} });
    return id;
  }
}
