/** From what is stored of a connection to the source that readings come by. */
import {
  addressOf,
  type ConnectionSecret,
  type ConnectionSettings,
  ownCertificate,
} from '#shared/connections/connection.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import { problemOfConfiguration } from '../sources/feedProblem.ts';
import { MqttSource } from '../sources/MqttSource.ts';
import type { Source } from '../sources/source.ts';
import { UnusableSource } from '../sources/UnusableSource.ts';

export type OpenedSecrets = Readonly<Partial<Record<ConnectionSecret, string>>>;

export interface OpenConnectionParts {
  readonly id: string;
  /** This desk's own name at brokers; each connection adds its own to it. */
  readonly clientId: string;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

/** Never throws: settings that can't be used make a source that says so. */
export function openConnection(
  settings: ConnectionSettings,
  secrets: OpenedSecrets,
  parts: OpenConnectionParts,
): Source {
  const { id, now } = parts;
  try {
    return open(settings, secrets, parts);
  } catch (error) {
    const problem = problemOfConfiguration(error);
    return new UnusableSource({ id, address: addressOf(settings), problem, now });
  }
}

function open(
  settings: ConnectionSettings,
  { password, privateKey }: OpenedSecrets,
  { id, clientId, now, log }: OpenConnectionParts,
): Source {
  const own = settings.clientId || connectionClientId(clientId, id);
  const common = { id, clientId: own, topicFilter: settings.topicFilter, now, log };
  switch (settings.kind) {
    case 'mqtt': {
      const { url, username, certificate, ca } = settings;
      return new MqttSource({
        ...common,
        url,
        ...(username !== '' && { username }),
        ...(username !== '' && password !== undefined && { password }),
        ...(ca !== '' && { ca }),
        ...(certificate !== '' && { cert: certificate }),
        ...(certificate !== '' && privateKey !== undefined && { key: privateKey }),
      });
    }
    case 'awsIot': {
      const { ca } = settings;
      const certificate = ownCertificate(settings);
      return new MqttSource({
        ...common,
        url: addressOf(settings),
        ...(ca !== '' && { ca }),
        ...(certificate !== '' && { cert: certificate }),
        ...(certificate !== '' && privateKey !== undefined && { key: privateKey }),
      });
    }
  }
}

/** The same at every start, because the broker keeps the session under it. */
export const connectionClientId = (deskClientId: string, connectionId: string): string =>
  `${deskClientId}-${connectionId.slice(0, 8)}`;
