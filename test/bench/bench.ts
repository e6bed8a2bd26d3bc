/**
 * `npm run bench -- NAME`: one measurement, as JSON on standard output. Benchmarks, not tests: nothing fails here because
 * the machine is slow. Compare ratios of one run: those that have a goal end with 1 when it is missed.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Bench, optionsHelp, parseOptions } from './defineBench.ts';

/** Without a name the first. A new one is a file in `benches` and a line here. */
const BENCHES: Readonly<Record<string, { what: string; load: () => Promise<{ bench: Bench }> }>> = {
  path: {
    what: 'what the path of one reading costs, part by part and whole',
    load: () => import('./benches/path.ts'),
  },
  alarms: {
    what: 'pages and counts of the alarm table over a million alarms, as multiples of an empty page',
    load: () => import('./benches/alarms.ts'),
  },
  pipeline: {
    what: 'the whole path of a reading, as a share of its slowest part',
    load: () => import('./benches/pipeline.ts'),
  },
  latency: {
    what: 'from a publisher to the page at a thousand messages a second, against an idle desk',
    load: () => import('./benches/latency.ts'),
  },
  timeline: {
    what: 'a day of one device among 500 with a month stored, against an empty query',
    load: () => import('./benches/timeline.ts'),
  },
  predict: {
    what: 'a batch of the model in the engine, against the bare runtime',
    load: () => import('./benches/predict.ts'),
  },
  fuzz: {
    what: 'bad input at every boundary: no crash, no loss, each refusal counted with its reason',
    load: () => import('./benches/fuzz.ts'),
  },
  kill: {
    what: 'kill -9 of the whole desk at random moments: nothing acknowledged is lost, nothing stored twice',
    load: () => import('./benches/kill.ts'),
  },
  packed: {
    what: 'how long the packed engine takes to its first reading, against the one from its sources',
    load: () => import('./benches/packed.ts'),
  },
  power: {
    what: 'power cuts modelled on the files: unsynced sectors lost or torn at random',
    load: () => import('./benches/power.ts'),
  },
  recover: {
    what: 'how long a desk with damaged databases takes until it watches again',
    load: () => import('./benches/recover.ts'),
  },
  restore: {
    what: 'backup and restore of a month of readings (recovery time and recovery point)',
    load: () => import('./benches/restore.ts'),
  },
  soak: {
    what: 'weeks in minutes: memory, handles, files and times of the whole desk stay as they are',
    load: () => import('./benches/soak.ts'),
  },
  windows: {
    what: 'what the analysis of the stream costs a reading, as a share of scoring it',
    load: () => import('./benches/windows.ts'),
  },
  year: {
    what: 'what a year of quarter-hour summaries takes on disk, and a chart of it',
    load: () => import('./benches/year.ts'),
  },
};

const USAGE = 'npm run bench -- [NAME] [options]';

function list(): string {
  const width = Math.max(...Object.keys(BENCHES).map((name) => name.length));
  const lines = Object.entries(BENCHES).map(
    ([name, { what }]) => `  ${name.padEnd(width)}  ${what}`,
  );
  return `${USAGE}\n\n${lines.join('\n')}\n\n--help after a name shows its options.\n`;
}

const args = process.argv.slice(2);
const named = args[0] !== undefined && !args[0].startsWith('-');
const name = named ? args[0]! : 'path';
const rest = named ? args.slice(1) : args;
const { values } = parseArgs({
  args: rest,
  options: { help: { type: 'boolean', short: 'h' } },
  strict: false,
});
const found = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (found === undefined || (values['help'] && !named)) {
  (values['help'] ? process.stdout : process.stderr).write(list());
  process.exitCode = values['help'] ? 0 : 2;
} else {
  const { bench } = await found.load();
  if (values['help'])
    process.stdout.write(`npm run bench -- ${name}: ${found.what}\n${optionsHelp(bench.options)}`);
  else {
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
    const result = await bench.run(parseOptions(bench.options, rest));
    process.stdout.write(`${JSON.stringify({ bench: name, machine, ...result }, null, 2)}\n`);
    if (result['failed'] !== undefined) process.exitCode = 1;
  }
}
