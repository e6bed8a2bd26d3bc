/** What a benchmark is: numbers in, an object of figures out. */
import { parseArgs } from 'node:util';

/** Every option is a number with a default. */
export type BenchOptions = Readonly<
  Record<string, { readonly default: number; readonly what: string }>
>;

export interface Bench<Options extends BenchOptions = BenchOptions> {
  readonly options: Options;
  /** `failed` in what it returns makes the process end with 1: a promise was broken, not a machine slow. */
  run(values: Readonly<Record<keyof Options, number>>): Promise<Readonly<Record<string, unknown>>>;
}

/** Keeps the names of the options for `run`. */
export function defineBench<const Options extends BenchOptions>(
  bench: Bench<Options>,
): Bench<BenchOptions> {
  return bench as unknown as Bench<BenchOptions>;
}

/** @throws for an option that it doesn't have, or that is no number */
export function parseOptions(
  options: BenchOptions,
  args: readonly string[],
): Record<string, number> {
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' }])),
  });
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const value = values[name] === undefined ? option.default : Number(values[name]);
      if (!Number.isFinite(value)) throw new Error(`--${name} is no number`);
      return [name, value];
    }),
  );
}

export function optionsHelp(options: BenchOptions): string {
  const lines = Object.entries(options).map(
    ([name, option]) => `  --${name} <n>  ${option.what} (${option.default})\n`,
  );
  return lines.join('');
}

/** Says on standard error how far it is. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
