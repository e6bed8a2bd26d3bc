import type { LanBrokerSettings } from '#shared/connections/lanBroker.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import { type SecretStore, SecretStoreError } from '../secrets/SecretStore.ts';
import { LanBroker, type LanTls } from './LanBroker.ts';
import { type Announce, announceByMdns } from './lan/announce.ts';
import type { KeyPair } from './lan/certificates.ts';
import { machineNames } from './lan/machineNames.ts';
import type { Lan } from './lan/openLan.ts';
import { isLoopback } from './lanAccess.ts';

export interface LanBrokerParts {
  readonly id: string;
  readonly settings: LanBrokerSettings;
  readonly secrets: SecretStore;
  /** The secret store's name of the key to a certificate that was given. */
  readonly privateKeyName?: string;
  readonly lan: Pick<Lan, 'access' | 'authority'>;
  readonly now: () => EpochMs;
  readonly log: Logger;
  readonly announce?: Announce;
}

/**
 * The broker inside the desk as the administrator set it up: encrypted, and each device by its own credentials. Keys
 * are read when it begins to listen: a store that can't be opened is this feed's problem, and no reason for the desk
 * not to start.
 */
export function openLanBroker(parts: LanBrokerParts): LanBroker {
  const { id, settings, lan, now, log } = parts;
  const { host, port, certificate, announce } = settings;
  const names = () => machineNames(certificate.type === 'own' ? certificate.names : []);
  const tls: LanTls = {
    keyPair:
      certificate.type === 'own'
        ? () => lan.authority.serverCertificate(names())
        : () => givenKeyPair(parts, certificate.chain),
    // An own certificate is made anew for new addresses and before it ends; a given one is the administrator's.
    ...(certificate.type === 'own' && { names }),
  };
  // On the loopback nobody could follow the announcement.
  const announced = announce && !isLoopback(host);
  return new LanBroker({
    id,
    host,
    port,
    tls,
    access: lan.access,
    ...(announced && { announce: parts.announce ?? announceByMdns({ log }) }),
    now,
    log,
  });
}

async function givenKeyPair(
  { secrets, privateKeyName }: LanBrokerParts,
  chain: string,
): Promise<KeyPair> {
  const key = privateKeyName === undefined ? null : await secrets.get(privateKeyName);
  if (key === null)
    throw new SecretStoreError(
      'cannotOpen',
      'the key of the certificate is not in the secret store',
    );
  return { cert: chain, key };
}
