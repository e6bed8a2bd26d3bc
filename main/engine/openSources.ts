/** The ways into the engine that were asked for, and the simulated building's own when nothing else feeds it. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Building } from '#shared/simulation/building.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import type { ConnectionOptions, EngineOptions } from './Engine.ts';
import type { Logger } from './log.ts';
import { LanBroker } from './sources/LanBroker.ts';
import { MqttSource } from './sources/MqttSource.ts';
import { openAwsIot } from './sources/openAwsIot.ts';
import { openMqtt } from './sources/openMqtt.ts';
import { SimulatorPublisher } from './sources/SimulatorPublisher.ts';
import { SourceRack } from './sources/SourceRack.ts';
import { openModbusGateway } from './sources/serial/ModbusGateway.ts';
import { openSerialGateway } from './sources/serial/SerialGateway.ts';
import type { FrameHandler, Source } from './sources/source.ts';
import type { Settings } from './storage/Settings.ts';

const LOOPBACK = '127.0.0.1';

export interface OpenSources {
  /** What the program was started with; the administrator's connections come beside. */
  readonly rack: SourceRack;
  /** The desk's own name at brokers. */
  readonly clientId: () => string;
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
  const rack = new SourceRack();
  const ownClientId = () => clientId(settings, now());
  const { replay } = options;
  if (replay) {
    rack.add(replay);
    return {
      rack,
      clientId: ownClientId,
      start: async (handler) => rack.start(handler),
      stop: () => rack.stop(),
    };
  }
  for (const [index, connection] of (options.mqtt ?? []).entries())
    rack.add(
      new MqttSource({
        ...connection,
        id: `mqtt-${index + 1}`,
        clientId: `${ownClientId()}-${index + 1}`,
        now,
        log,
      }),
    );
  for (const [index, connection] of (options.connections ?? []).entries())
    rack.add(openConnection(connection, index + 1, ownClientId(), { now, log }));
  for (const [index, serial] of (options.serial ?? []).entries())
    rack.add(openSerialGateway({ id: `serial-${index + 1}`, settings: serial, now, log }));
  for (const [index, modbus] of (options.modbus ?? []).entries())
    rack.add(openModbusGateway({ id: `modbus-${index + 1}`, settings: modbus, now, log }));
  if (options.lanBroker)
    rack.add(new LanBroker({ id: 'lan-broker', ...options.lanBroker, now, log }));

  const ownBroker =
    building && rack.list.length === 0
      ? new LanBroker({ id: 'simulation', host: LOOPBACK, port: 0, now, log })
      : undefined;
  if (ownBroker) rack.add(ownBroker);
  let publisher: SimulatorPublisher | undefined;

  return {
    rack,
    clientId: ownClientId,
    async start(handler) {
      rack.start(handler);
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
      await rack.stop();
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

/** @throws TypeError for settings that can't be used */
function openConnection(
  { settings, secrets }: ConnectionOptions,
  number: number,
  ownClientId: string,
  parts: { readonly now: () => number; readonly log: Logger },
): Source {
  const id = `${settings.kind === 'awsIot' ? 'aws-iot' : 'broker'}-${number}`;
  const described = { ...parts, id, secrets, clientId: `${ownClientId}-${id}` };
  return settings.kind === 'awsIot'
    ? openAwsIot({ ...described, settings })
    : openMqtt({ ...described, settings });
}
