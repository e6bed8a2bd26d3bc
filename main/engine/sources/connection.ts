/** What opens the ways in that an administrator describes: the same parts for each kind. */
import type { Logger } from '#engine/log.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Backfill } from './backfill/Backfill.ts';
import { MqttSource, type MqttSourceOptions } from './MqttSource.ts';
import { parseMqttAddress } from './mqttAddress.ts';
import { SharedSource } from './SharedSource.ts';
import type { Source } from './source.ts';
import { systemTimers, type Timers } from './timers.ts';

/** By the names of the kind's secret fields; one that isn't needed is left out. */
export type ConnectionSecrets = Readonly<Record<string, string>>;

export interface ConnectionParts<Settings> {
  readonly id: string;
  readonly settings: Settings;
  readonly secrets: ConnectionSecrets;
  /** The desk's own, for settings that give none. */
  readonly clientId: string;
  readonly now: () => EpochMs;
  readonly log: Logger;
  readonly timers?: Timers;
}

interface Subscriber {
  readonly id: string;
  readonly clientId: string;
  readonly connections: number;
  readonly shareName: string;
  readonly topicFilter: string;
  readonly backfill: Backfill | null;
  readonly mqtt: Omit<MqttSourceOptions, 'id' | 'clientId' | 'topicFilter'>;
}

/** One connection, or several that share one subscription: `$share/<name>/<filter>`, MQTT 5 section 4.8.2. */
export function openSubscriber(subscriber: Subscriber): Source {
  const { id, clientId, connections, shareName, topicFilter, mqtt, backfill } = subscriber;
  const options = { ...mqtt, ...(backfill && { backfill }) };
  if (connections === 1) return new MqttSource({ ...options, id, clientId, topicFilter });
  const share = shareName === '' ? clientId : shareName;
  const members = Array.from(
    { length: connections },
    (_, index) =>
      new MqttSource({
        ...options,
        id: `${id}/${index + 1}`,
        clientId: `${clientId}-${index + 1}`,
        topicFilter: `$share/${share}/${topicFilter}`,
        // MQTT 3.1.1 has no shared subscriptions: it would wait for messages to a topic of that name.
        protocolVersion: 5,
        mqtt5Only: true,
      }),
  );
  return new SharedSource({
    id,
    address: parseMqttAddress(options.url).display,
    members,
    now: options.now ?? Date.now,
    timers: options.timers ?? systemTimers,
  });
}
