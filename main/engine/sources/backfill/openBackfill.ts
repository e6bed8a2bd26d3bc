import type { Logger } from '#engine/log.ts';
import type { BackfillSettings } from '#shared/connections/backfill.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Timers } from '../timers.ts';
import type { Backfill } from './Backfill.ts';
import { BrokerBackfill } from './BrokerBackfill.ts';
import { FolderBackfill } from './FolderBackfill.ts';

export interface BackfillParts {
  readonly settings: BackfillSettings;
  /** `backfillPassword`, `backfillPrivateKey`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The connection's own. */
  readonly clientId: string;
  readonly now: () => EpochMs;
  readonly log: Logger;
  readonly timers: Timers;
}

/** @returns null when missed readings can be had from nowhere */
export function openBackfill(parts: BackfillParts): Backfill | null {
  const { settings, secrets, clientId, now, log, timers } = parts;
  switch (settings.type) {
    case 'none':
      return null;
    case 'folder':
      return new FolderBackfill(settings.path);
    case 'broker':
      return new BrokerBackfill({
        settings,
        secrets,
        clientId: settings.clientId === '' ? `${clientId}-backfill` : settings.clientId,
        now,
        log,
        timers,
      });
  }
}
