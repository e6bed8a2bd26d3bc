import { createLog } from '#engine/log.ts';
import { SimulatorPublisher } from '#engine/sources/SimulatorPublisher.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import type { IncidentKind } from '#shared/simulation/demo/incidentKinds.ts';
import { createSimulator, type Simulator } from '#shared/simulation/simulator.ts';
import { type BrokerSecrets, secretsOf } from './brokers.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { messageOf } from './options.ts';
import { stopSignal } from './stopSignal.ts';

export interface SimulateOptions extends BrokerSecrets {
  readonly mqtt: string;
  readonly devices: number;
  readonly seed: number;
  /** Readings a second in total; each device at its own interval unless given. */
  readonly rate?: number;
  readonly count?: number;
  /** Seconds. */
  readonly duration?: number;
  /** Whether things go wrong by themselves. */
  readonly story: boolean;
  readonly incident?: readonly AskedIncident[];
}

/** Something that shall happen. */
export interface AskedIncident {
  readonly kind: IncidentKind;
  /** Null for a device that it suits. */
  readonly deviceId: string | null;
  readonly afterMinutes: number;
}

/**
 * Publishes until the count, the duration or a signal ends it, and prints what became of it.
 *
 * @throws {CliError} for an incident of a device that is not simulated
 * @returns 1 when the broker did not acknowledge everything
 */
export async function simulate(options: SimulateOptions): Promise<number> {
  const startAt = Date.now();
  const building = createBuilding({ seed: options.seed, devices: options.devices });
  const log = createLog('info');
  const simulator = createSimulator({
    building,
    seed: options.seed,
    startAt,
    incidents: options.story,
  });
  for (const { kind, deviceId, afterMinutes } of options.incident ?? []) {
    const at = startAt + afterMinutes * 60_000;
    log.info({ kind, device: injected(simulator, deviceId, kind, at), afterMinutes }, 'incident');
  }
  const enough = Promise.withResolvers<void>();
  const publisher = new SimulatorPublisher({
    url: options.mqtt,
    ...secretsOf(options),
    simulator: limited(simulator, options.count ?? Number.POSITIVE_INFINITY, enough.resolve),
    rate: options.rate ?? 0,
    log,
  });
  const ends: Promise<unknown>[] = [enough.promise, stopSignal()];
  const timer =
    options.duration === undefined
      ? undefined
      : setTimeout(enough.resolve, options.duration * 1000);
  publisher.start();
  await Promise.race(ends);
  clearTimeout(timer);
  await publisher.stop();
  const { published, acknowledged } = publisher.counters();
  process.stdout.write(`${JSON.stringify({ published, acknowledged })}\n`);
  return published > 0 && acknowledged === published ? EXIT.ok : EXIT.problem;
}

function injected(
  simulator: Simulator,
  deviceId: string | null,
  kind: IncidentKind,
  at: number,
): string {
  try {
    return simulator.inject(deviceId, kind, at);
  } catch (error) {
    throw new CliError(`--incident ${kind}: ${messageOf(error)}`);
  }
}

/** The same simulator with nothing more to say after `count` messages. */
function limited(simulator: Simulator, count: number, done: () => void): Simulator {
  let left = count;
  return {
    ...simulator,
    step(index, at) {
      if (left <= 0) return null;
      const message = simulator.step(index, at);
      if (message !== null) left -= 1;
      // After this message has been handed to the connection, not before.
      if (left <= 0) setImmediate(done);
      return message;
    },
  };
}
