import { type Command, InvalidArgumentError } from 'commander';
import { INCIDENT_KINDS } from '#shared/simulation/demo/incidentKinds.ts';
import { withSecrets } from '../brokers.ts';
import { DEMO_DEVICES } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import { collect, integer, mqttUrl, positive } from '../options.ts';
import type { AskedIncident, SimulateOptions } from '../simulate.ts';

export function addSimulate(program: Command, exit: Exit): void {
  withSecrets(
    program
      .command('simulate')
      .description('publish the readings of a simulated building')
      .requiredOption('--mqtt <url>', 'broker to publish to', mqttUrl),
  )
    .option('--devices <number>', 'how many devices', integer(1, 10_000), DEMO_DEVICES)
    .option(
      '--rate <number>',
      'readings a second; each device at its own interval unless given',
      positive,
    )
    .option('--seed <number>', 'what happens', integer(0, 2 ** 31 - 1), 1)
    .option('--count <number>', 'stop after so many readings', integer(1, 1e12))
    .option('--duration <seconds>', 'stop after so long', positive)
    .option('--no-story', 'nothing goes wrong by itself')
    .option(
      '--incident <kind...>',
      'what shall happen; KIND@DEVICE+MINUTES says to which device and when',
      collect(incident),
    )
    .addHelpText(
      'after',
      `\nIncidents: ${INCIDENT_KINDS.join(', ')}.` +
        '\nAt the end one line goes to standard output: {"published":N,"acknowledged":N}.',
    )
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import('../simulate.ts');
      exit(await simulate(options));
    });
}

/** `fire`, `fire@device-050`, `fire+70`, `fire@device-050+70`. */
function incident(text: string): AskedIncident {
  const [, name, deviceId = null, minutes = '0'] =
    /^(\w+)(?:@([^+]+))?(?:\+(\d+(?:\.\d+)?))?$/.exec(text) ?? [];
  const kind = INCIDENT_KINDS.find((one) => one === name);
  if (kind === undefined)
    throw new InvalidArgumentError(
      `It must be like fire, fire@device-050 or fire+70; the kinds are ${INCIDENT_KINDS.join(', ')}.`,
    );
  return { kind, deviceId, afterMinutes: Number(minutes) };
}
