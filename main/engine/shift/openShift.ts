import type { AlarmMeter } from '../alarms/AlarmMeter.ts';
import { MeterStore } from '../alarms/MeterStore.ts';
import type { SetAsides } from '../alarms/SetAsides.ts';
import type { DeskReads } from '../Engine.ts';
import type { IncidentReads } from '../incidents/IncidentReads.ts';
import type { Storage } from '../openStorage.ts';
import { version } from '../version.ts';
import { type CheckFigureParts, checkFigure } from './checkFigures.ts';
import { openIncidentsOf } from './openIncidentsOf.ts';
import { Shift } from './Shift.ts';

/** The change of shifts over everything that it tells of. */
export function openShift(parts: {
  readonly storage: Pick<Storage, 'controlRoom' | 'audit' | 'quarantine'>;
  readonly dataDir: string;
  readonly timeZone: () => string;
  readonly startedAt: number;
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly desk: DeskReads;
  readonly meter: AlarmMeter;
  readonly setAsides: SetAsides;
  readonly deviceName: (deviceId: string) => string | null;
  readonly incidents: Pick<IncidentReads, 'list'>;
  readonly changed: () => void;
}): Shift {
  const { storage, setAsides } = parts;
  const db = storage.controlRoom;
  const floods = new MeterStore(db);
  const figures: CheckFigureParts = {
    ...parts,
    db,
    quarantinedBefore: storage.quarantine.total(),
  };
  return new Shift({
    ...parts,
    db,
    audit: storage.audit,
    version,
    figureOf: (key) => checkFigure(key, figures),
    setAside: () => setAsides.active(),
    openIncidents: () => openIncidentsOf(parts.incidents),
    floods: (span) => floods.floods(span),
  });
}
