import { type Line, linesOf } from '#engine/files/lines.ts';
import { type WireAnalysis, WireAnalyzer, type WireRefusal } from '#shared/scoring/analyzeWire.ts';
import {
  DEFAULT_THRESHOLDS,
  parseThresholds,
  type Thresholds,
} from '#shared/scoring/thresholds.ts';
import { MAX_PAYLOAD_BYTES } from '#shared/telemetry/decode.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { messageOf, readText } from './options.ts';
import { drained } from './output.ts';

export interface ScoreOptions {
  readonly powerUnit: 'kW' | 'W';
  readonly powerFactorUnit: 'ratio' | 'percent';
  readonly thresholds?: string;
}

/** How far apart messages without a time are taken to be; the first is put at the epoch. */
const ASSUMED_INTERVAL_MS = 10_000;

/**
 * Scores standard input line by line onto standard output: one object for each line that isn't blank, in order,
 * `{error}` for one that can't be read. Reads no faster than its answers are taken.
 * @returns 1 when there was a line that could not be read, with their number on standard error
 */
export async function score(options: ScoreOptions): Promise<number> {
  const analyzer = new WireAnalyzer(
    {
      powerUnit: options.powerUnit,
      powerFactorUnit: options.powerFactorUnit,
      startAt: 0,
      assumedIntervalMs: ASSUMED_INTERVAL_MS,
    },
    options.thresholds === undefined ? DEFAULT_THRESHOLDS : readThresholds(options.thresholds),
  );
  const output = process.stdout;
  let failure: NodeJS.ErrnoException | undefined;
  output.on('error', (error: NodeJS.ErrnoException) => {
    failure = error;
  });
  let number = 0;
  let refused = 0;
  for await (const lines of linesOf(process.stdin, MAX_PAYLOAD_BYTES)) {
    let text = '';
    for (const line of lines) {
      number += 1;
      const answer = answerTo(line, number, analyzer);
      if (answer === null) continue;
      if ('error' in answer) refused += 1;
      text += `${JSON.stringify(answer)}\n`;
    }
    if (failure) break;
    if (text !== '' && !output.write(text)) await drained(output);
  }
  // `score … | head` closes early, which is no failure of ours. Of any other the program tells.
  if (failure) return failure.code === 'EPIPE' ? EXIT.ok : EXIT.problem;
  if (refused === 0) return EXIT.ok;
  process.stderr.write(`emberwatch: ${refused} of ${number} lines could not be read\n`);
  return EXIT.problem;
}

function answerTo(
  line: Line,
  number: number,
  analyzer: WireAnalyzer,
): WireAnalysis | WireRefusal | null {
  if ('unreadable' in line)
    return {
      error: { reason: line.unreadable, detail: `message: ${line.bytes} bytes`, line: number },
    };
  const answer = analyzer.analyze(line.text);
  // The analyzer never saw the lines above, so its own count may be behind.
  return answer && 'error' in answer ? { error: { ...answer.error, line: number } } : answer;
}

function readThresholds(file: string): Thresholds {
  const text = readText('--thresholds', file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CliError(`--thresholds ${file} is not valid JSON: ${messageOf(error)}`);
  }
  const parsed = parseThresholds(value);
  if (parsed.ok) return parsed.thresholds;
  const [first] = parsed.problems;
  throw new CliError(`--thresholds ${file}: ${first?.path || 'the table'}: ${first?.message}`);
}
