/** The ways into the engine that were asked for, and the simulated building's own when nothing else feeds it. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Building } from '#shared/simulation/building.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import type { EngineOptions } from './Engine.ts';
import type { Logger } from './log.ts';
import { LanBroker } from './sources/LanBroker.ts';
import { MqttSource } from './sources/MqttSource.ts';
import { SimulatorPublisher } from './sources/SimulatorPublisher.ts';
import type { FrameHandler, Source } from './sources/source.ts';
import type { Settings } from './storage/Settings.ts';

const LOOPBACK = '127.0.0.1';

export interface OpenSources {
  readonly sources: readonly Source[];
  start(handler: FrameHandler): Promise<void>;
  stop(): Promise<void>;
}

export function openSources(parts: {
  readonly options: EngineOptions;
  readonly building: Building | undefined;
  readonly settings: Settings;
  readonly log: Logger;
  readonly now: () => number;
}): OpenSources {
  const { options, building, settings, log, now } = parts;
  const { replay } = options;
  if (replay)
    return {
      sources: [replay],
      start: async (handler) => replay.start(handler),
      stop: () => replay.stop(),
    };
  const sources: Source[] = (options.mqtt ?? []).map(
    (connection, index) =>
      new MqttSource({
        ...connection,
        id: `mqtt-${index + 1}`,
        clientId: `${clientId(settings, now())}-${index + 1}`,
        now,
        log,
      }),
  );
  if (options.lanBroker)
    sources.push(new LanBroker({ id: 'lan-broker', ...options.lanBroker, now, log }));

  const ownBroker =
    building && sources.length === 0
      ? new LanBroker({ id: 'simulation', host: LOOPBACK, port: 0, now, log })
      : undefined;
  if (ownBroker) sources.push(ownBroker);
  let publisher: SimulatorPublisher | undefined;

  return {
    sources,
    async start(handler) {
      for (const source of sources) source.start(handler);
      if (!ownBroker || !building || !options.demo) return;
      const port = await ownBroker.listening();
      publisher = new SimulatorPublisher({
        url: `mqtt://${LOOPBACK}:${port}`,
        simulator: createSimulator({ building, seed: options.demo.seed, startAt: now() }),
        rate: 0,
        now,
        log,
      });
      publisher.start();
    },
    async stop() {
      await publisher?.stop();
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

/** One name for this data folder's sessions: the broker keeps what it could not deliver under it. */
function clientId(settings: Settings, now: number): string {
  const known = settings.get('mqttClientId', z.string().min(1).max(64));
  if (known !== null) return known;
  const made = `emberwatch-${randomBytes(8).toString('hex')}`;
  settings.set('mqttClientId', made, now);
  return made;
}
