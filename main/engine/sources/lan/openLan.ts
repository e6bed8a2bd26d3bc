import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../../alarms/DeskTroubles.ts';
import type { AuditChain } from '../../audit/AuditChain.ts';
import type { Logger } from '../../log.ts';
import type { SecretStore } from '../../secrets/SecretStore.ts';
import { LanAccess } from './LanAccess.ts';
import { LanAuthority } from './LanAuthority.ts';
import { type LanCredential, LanCredentials } from './LanCredentials.ts';
import { LanDesk } from './LanDesk.ts';
import { RefusedLogins } from './RefusedLogins.ts';

/** What the broker inside the desk and the page that manages it have in common; there is one of it, running or not. */
export interface Lan {
  readonly access: LanAccess;
  readonly authority: LanAuthority;
  readonly desk: LanDesk;
  /** Of devices that sign in with one. */
  readonly certificates: () => Iterable<LanCredential>;
}

export function openLan(parts: {
  readonly db: Database.Database;
  readonly audit: AuditChain;
  readonly secrets: SecretStore;
  readonly troubles: Pick<TroubleReporter, 'set'>;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  readonly changed: () => void;
}): Lan {
  const { db, audit, secrets, troubles, now, monotonicNow, log, changed } = parts;
  const credentials = new LanCredentials(db);
  const refused = new RefusedLogins(now);
  const access = new LanAccess({ credentials, refused, troubles, now, monotonicNow, log, changed });
  const authority = new LanAuthority({ secrets, now });
  const desk = new LanDesk({
    db,
    audit,
    credentials,
    access,
    refused,
    authority,
    now,
    log,
    changed,
  });
  return { access, authority, desk, certificates: () => credentials.certificates() };
}
