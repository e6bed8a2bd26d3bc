/** Puts together what watches over the audit chain: its signed heads, its checks, and the trouble that they raise. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Revisions } from '../live/Revisions.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../openStorage.ts';
import { AuditDesk } from './AuditDesk.ts';
import { AuditHeads } from './AuditHeads.ts';
import { AuditWatch } from './AuditWatch.ts';
import { headsPath } from './headsFile.ts';

export interface AuditRooms {
  readonly auditHeads: AuditHeads;
  readonly auditDesk: AuditDesk;
  /** Once there is somebody to tell: from then on what a check finds is a trouble of the desk. */
  watch(troubles: TroubleReporter): AuditWatch;
}

export function openAudit(parts: {
  readonly dataDir: string;
  readonly storage: Pick<
    Storage,
    'controlRoom' | 'controlRoomPath' | 'settings' | 'audit' | 'auditGap'
  >;
  readonly timeZone: () => string;
  readonly revisions: Revisions;
  readonly now: () => EpochMs;
  readonly log: Logger;
}): AuditRooms {
  const { dataDir, storage, timeZone, revisions, now, log } = parts;
  const { controlRoom: db, audit, settings } = storage;
  let watch: AuditWatch | undefined;
  const auditHeads = new AuditHeads({ db, audit, dataDir, timeZone, now, log });
  const auditDesk = new AuditDesk({
    db,
    audit,
    heads: auditHeads,
    path: storage.controlRoomPath,
    headsFile: headsPath(dataDir),
    revisions,
    now,
    log,
    verified: (report) => watch?.verified(report),
  });
  return {
    auditHeads,
    auditDesk,
    watch(troubles) {
      watch = new AuditWatch({
        settings,
        troubles,
        verify: () => auditDesk.verify(),
        now,
        gap: storage.auditGap,
      });
      return watch;
    },
  };
}
