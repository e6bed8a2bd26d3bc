import { createLog } from '#engine/log.ts';
import { SimulatorPublisher } from '#engine/sources/SimulatorPublisher.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { createSimulator, type Simulator } from '#shared/simulation/simulator.ts';
import { type BrokerSecrets, secretsOf } from './brokers.ts';
import { EXIT } from './exitCodes.ts';
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
}

/**
 * Publishes until the count, the duration or a signal ends it, and prints what became of it.
 * @returns 1 when the broker did not acknowledge everything
 */
export async function simulate(options: SimulateOptions): Promise<number> {
  const startAt = Date.now();
  const building = createBuilding({ seed: options.seed, devices: options.devices });
  const enough = Promise.withResolvers<void>();
  const publisher = new SimulatorPublisher({
    url: options.mqtt,
    ...secretsOf(options),
    simulator: limited(
      createSimulator({ building, seed: options.seed, startAt }),
      options.count ?? Number.POSITIVE_INFINITY,
      enough.resolve,
    ),
    rate: options.rate ?? 0,
    log: createLog('info'),
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
