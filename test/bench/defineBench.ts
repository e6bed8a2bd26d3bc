/** What a benchmark is: options in, an object of figures out. */
import { parseArgs } from 'node:util';

/** Every option has a default, which says whether it is a number or a text. */
export type BenchOptions = Readonly<
  Record<string, { readonly default: number | string; readonly what: string }>
>;

type OptionValues<Options extends BenchOptions> = {
  readonly [Name in keyof Options]: Options[Name]['default'] extends number
    ? number
    : Options[Name]['default'] extends string
      ? string
      : number | string;
};

export interface Bench<Options extends BenchOptions = BenchOptions> {
  readonly options: Options;
  /** `failed` in what it returns makes the process end with 1: a promise was broken, not a machine slow. */
  run(values: OptionValues<Options>): Promise<Readonly<Record<string, unknown>>>;
}

/** Keeps the names of the options for `run`. */
export function defineBench<const Options extends BenchOptions>(
  bench: Bench<Options>,
): Bench<BenchOptions> {
  return bench as unknown as Bench<BenchOptions>;
}

/** @throws for an option that it doesn't have, or that should be a number and is none */
export function parseOptions(
  options: BenchOptions,
  args: readonly string[],
): Record<string, number | string> {
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' }])),
  });
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const given = values[name];
      if (typeof given !== 'string') return [name, option.default];
      if (typeof option.default === 'string') return [name, given];
      const value = Number(given);
      if (!Number.isFinite(value)) throw new Error(`--${name} is no number`);
      return [name, value];
    }),
  );
}

export function optionsHelp(options: BenchOptions): string {
  const lines = Object.entries(options).map(([name, option]) => {
    const kind = typeof option.default === 'number' ? 'n' : 'text';
    return `  --${name} <${kind}>  ${option.what} (${option.default === '' ? 'none' : option.default})\n`;
  });
  return lines.join('');
}

/** Says on standard error how far it is. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
