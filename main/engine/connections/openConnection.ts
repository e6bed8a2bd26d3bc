/** From what is stored of a connection to the source that readings come by. */
import {
  addressOf,
  type ConnectionSecret,
  type ConnectionSettings,
} from '#shared/connections/connection.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import type { SecretStore } from '../secrets/SecretStore.ts';
import { problemOfConfiguration } from '../sources/feedProblem.ts';
import type { Lan } from '../sources/lan/openLan.ts';
import { openAwsIot } from '../sources/openAwsIot.ts';
import { openLanBroker } from '../sources/openLanBroker.ts';
import { openMqtt } from '../sources/openMqtt.ts';
import { openModbusGateway } from '../sources/serial/ModbusGateway.ts';
import { openSerialGateway } from '../sources/serial/SerialGateway.ts';
import type { Source } from '../sources/source.ts';
import { UnusableSource } from '../sources/UnusableSource.ts';
import type { SecretNames } from './ConnectionStore.ts';

export type OpenedSecrets = Readonly<Partial<Record<ConnectionSecret, string>>>;

export interface OpenConnectionParts {
  readonly id: string;
  /** For settings that give none. The same at every start, because the broker keeps the session under it. */
  readonly clientId: string;
  readonly secrets: OpenedSecrets;
  /** Where the store has them, for what reads its own when it begins. */
  readonly secretNames: SecretNames;
  readonly secretStore: SecretStore;
  readonly lan: Pick<Lan, 'access' | 'authority'>;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

/** Never throws: settings that can't be used make a source that says so. */
export function openConnection(settings: ConnectionSettings, parts: OpenConnectionParts): Source {
  const { id, now } = parts;
  try {
    return open(settings, parts);
  } catch (error) {
    const problem = problemOfConfiguration(error);
    return new UnusableSource({ id, address: addressOf(settings), problem, now });
  }
}

function open(settings: ConnectionSettings, parts: OpenConnectionParts): Source {
  const { id, clientId, secrets, secretNames, secretStore, lan, now, log } = parts;
  switch (settings.kind) {
    case 'awsIot':
      return openAwsIot({ id, settings, secrets, clientId, now, log });
    case 'mqtt':
      return openMqtt({ id, settings, secrets, clientId, now, log });
    case 'lanBroker': {
      const { privateKey: name } = secretNames;
      const key = name === undefined ? {} : { privateKeyName: name };
      return openLanBroker({ id, settings, secrets: secretStore, ...key, lan, now, log });
    }
    case 'serialNdjson':
      return openSerialGateway({ id, settings, now, log });
    case 'modbusRtu':
      return openModbusGateway({ id, settings, now, log });
  }
}

export const connectionClientId = (deskClientId: string, connectionId: string): string =>
  `${deskClientId}-${connectionId.slice(0, 8)}`;
