/** Puts the connections' room together: what is stored, what is open, and the first set-up. */
import type { ConnectionsOverview } from '#shared/contract/connectionViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { OpenSources } from '../openSources.ts';
import type { Storage } from '../openStorage.ts';
import type { HostSealer, SecretStore } from '../secrets/SecretStore.ts';
import type { Lan } from '../sources/lan/openLan.ts';
import type { Site } from '../storage/Site.ts';
import { ConnectionDesk } from './ConnectionDesk.ts';
import { ConnectionSecrets } from './ConnectionSecrets.ts';
import { ConnectionStore } from './ConnectionStore.ts';
import { connectionClientId, openConnection } from './openConnection.ts';
import { SetUp } from './SetUp.ts';

export interface Connections {
  readonly desk: ConnectionDesk;
  readonly setUp: SetUp;
}

export function openConnections(parts: {
  readonly storage: Pick<Storage, 'controlRoom' | 'audit' | 'settings'>;
  readonly secrets: SecretStore;
  readonly sealer?: HostSealer;
  readonly opened: Pick<OpenSources, 'rack' | 'clientId'>;
  readonly lan: Lan;
  readonly site: Site;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  readonly changed: () => void;
}): Connections {
  const { storage, secrets, sealer, opened, lan, site, now, monotonicNow, log, changed } = parts;
  const { controlRoom: db, audit, settings } = storage;
  const { rack, clientId } = opened;
  const store = new ConnectionStore({ db, log });
  const fixed = rack.list.map(({ id }) => id);
  const desk = new ConnectionDesk({
    db,
    store,
    secrets: new ConnectionSecrets(secrets, log),
    sealedBy: () => whoSeals(sealer),
    audit,
    rack,
    openSource: (settings, opened) =>
      openConnection(settings, {
        ...opened,
        clientId: connectionClientId(clientId(), opened.id),
        secretStore: secrets,
        lan,
        now,
        log,
      }),
    lanDevices: () => lan.access.known,
    fixed,
    clientId,
    decoding: { powerUnit: site.powerUnit, powerFactorUnit: site.powerFactorUnit },
    now,
    monotonicNow,
    log,
    changed,
  });
  const setUp = new SetUp({
    db,
    settings,
    audit,
    site,
    connected: () => rack.list.length > 0 || store.all().length > 0,
    now,
    changed,
  });
  return { desk, setUp };
}

/** Asked with a word that is no secret: what the host would not protect, it doesn't seal. */
async function whoSeals(sealer: HostSealer | undefined): Promise<ConnectionsOverview['sealedBy']> {
  const sealed = await sealer?.seal('probe', 'probe').catch(() => null);
  return sealed ? 'system' : 'keyFile';
}
