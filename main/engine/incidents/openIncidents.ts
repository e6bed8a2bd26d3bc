/** Puts the rooms of procedures and incidents together over one control room. */
import path from 'node:path';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import { calmly } from '../live/calmly.ts';
import type { Revisions } from '../live/Revisions.ts';
import type { Storage } from '../openStorage.ts';
import { Procedures } from '../response/Procedures.ts';
import { ResponseSheets, type Subject } from '../response/ResponseSheets.ts';
import type { Site } from '../storage/Site.ts';
import { Attachments } from './Attachments.ts';
import { exportIncident } from './exportIncident.ts';
import { IncidentActs } from './IncidentActs.ts';
import { IncidentDesk } from './IncidentDesk.ts';
import { IncidentReads } from './IncidentReads.ts';
import { IncidentStore } from './IncidentStore.ts';
import { type Asked, subjectOf } from './subjects.ts';

const ALARMS_TELL_MS = 1_000;

export interface ResponseRooms {
  readonly procedures: Procedures;
  readonly sheets: ResponseSheets;
  /** Whose steps are asked for; undefined when there is no such alarm or incident on disk. */
  readonly subject: (asked: Asked) => Subject | undefined;
  readonly incidents: IncidentDesk;
  readonly acts: IncidentActs;
  readonly reads: IncidentReads;
  readonly attachments: Attachments;
  readonly exportIncident: (
    incidentId: string,
    by: Caller,
  ) => { readonly fileName: string; readonly json: string } | undefined;
}

/** Gathers alarms from now on, and those that stand already. */
export function openIncidents(parts: {
  readonly dataDir: string;
  readonly storage: Pick<Storage, 'controlRoom' | 'settings' | 'audit' | 'registry'>;
  readonly site: Site;
  readonly alarms: AlarmDesk;
  readonly placementOf: (deviceId: string) => DevicePlacement | null;
  readonly revisions: Pick<Revisions, 'bump'>;
  readonly now: () => EpochMs;
}): ResponseRooms {
  const { dataDir, storage, site, alarms, placementOf, revisions, now } = parts;
  const { controlRoom: db, settings, audit, registry: names } = storage;
  const store = new IncidentStore(db);
  const changed = () => revisions.bump('incidents');
  const common = { db, store, audit, now, changed };
  const procedures = new Procedures({
    ...common,
    changed: () => revisions.bump('procedures'),
  });
  const sheets = new ResponseSheets({ ...common, procedures });
  const incidents = new IncidentDesk({
    ...common,
    sheets,
    settings,
    placementOf,
    // What people do is seen at once; what alarms do by themselves can wait for a moment.
    changed: calmly(changed, ALARMS_TELL_MS),
  });
  const reads = new IncidentReads({ db, store, sheets, names, now });
  incidents.adopt(alarms.open());
  alarms.follow(incidents);
  return {
    procedures,
    sheets,
    subject: (asked) => subjectOf(store, (id) => alarms.get(id)?.alarm, asked),
    incidents,
    acts: new IncidentActs({ ...common, sheets }),
    reads,
    attachments: new Attachments({ ...common, dir: path.join(dataDir, 'attachments') }),
    exportIncident: (incidentId, by) =>
      exportIncident(
        { db, store, sheets, procedures, reads, audit, site, placementOf, now },
        incidentId,
        by,
      ),
  };
}
