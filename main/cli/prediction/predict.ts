import { fstatSync } from 'node:fs';
import { type Line, linesOf } from '#engine/files/lines.ts';
import { decodeText, MAX_PAYLOAD_BYTES } from '#shared/telemetry/decode.ts';
import { factsOf, readDevices } from '../devicesFile.ts';
import { CliError, EXIT } from '../exitCodes.ts';
import { drained } from '../output.ts';
import { Progress } from '../Progress.ts';
import { DevicePredictor, type MinutePrediction } from './DevicePredictor.ts';
import { bundledModel, loadModel } from './modelFile.ts';
import { RecentDevices } from './RecentDevices.ts';
import { WindowBatch } from './WindowBatch.ts';

export interface PredictOptions {
  readonly devices: string | undefined;
  readonly model: string | undefined;
  readonly maxDevices: number;
}

const UNITS = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;

/**
 * Predicts from standard input line by line onto standard output: one object for each minute of each device that was
 * closed. Reads no faster than its answers are taken, and remembers so many devices as it was told.
 *
 * @returns 1 when there was a line that could not be read, or a window of which the model made nothing, with their number
 * on standard error
 * @throws {CliError} without a model
 */
export async function predict({ devices, model, maxDevices }: PredictOptions): Promise<number> {
  const file = model ?? bundledModel();
  if (file === null) throw new CliError('this program came without a model: name one with --model');
  const loaded = await loadModel(file);
  const known = devices === undefined ? new Map() : await readDevices(devices);
  const batch = new WindowBatch(loaded.points, (all, count) => loaded.run(all, count));

  let answers: (Promise<MinutePrediction> | MinutePrediction)[] = [];
  const recent = new RecentDevices(
    maxDevices,
    (deviceId) =>
      new DevicePredictor(deviceId, factsOf(known.get(deviceId)), loaded.hash, batch, (answer) =>
        answers.push(answer),
      ),
  );
  let number = 0;
  let refused = 0;
  let unanswered = 0;
  let firstRefused = '';
  const take = (line: Line) => {
    number++;
    if ('text' in line && line.text.trim() === '') return;
    const decoded =
      'text' in line
        ? decodeText(line.text, UNITS)
        : ({ ok: false, reason: line.unreadable, detail: `message: ${line.bytes} bytes` } as const);
    if (decoded.ok) recent.of(decoded.reading.deviceId).take(decoded.reading);
    else if (refused++ === 0) firstRefused = `line ${number}: ${decoded.reason}, ${decoded.detail}`;
  };

  const output = process.stdout;
  let failure: NodeJS.ErrnoException | undefined;
  output.on('error', (error: NodeJS.ErrnoException) => {
    failure = error;
  });
  const give = async () => {
    await batch.flush();
    const ready = await Promise.all(answers);
    answers = [];
    for (const { state, scores } of ready) if (state === 'ready' && !scores) unanswered++;
    const text = ready.map((answer) => `${JSON.stringify(answer)}\n`).join('');
    if (text !== '' && !output.write(text)) await drained(output);
  };

  const progress = new Progress({ stream: process.stderr, total: inputBytes(), now: Date.now });
  const input = counted(process.stdin, (bytes) => progress.add(bytes, `${number}`));
  for await (const lines of linesOf(input, MAX_PAYLOAD_BYTES)) {
    for (const line of lines) {
      take(line);
      if (batch.full || answers.length >= MAX_ANSWERS) await give();
      if (failure) break;
    }
    await give();
    if (failure) break;
  }
  progress.end();

  // `predict … | head` closes early, which is no failure of ours. Of any other the program tells.
  if (failure) return failure.code === 'EPIPE' ? EXIT.ok : EXIT.problem;
  if (recent.forgotten > 0)
    process.stderr.write(
      `emberwatch: more than ${maxDevices} devices at once: ${recent.forgotten} times the one heard longest ago was forgotten (--max-devices)\n`,
    );
  if (unanswered > 0)
    process.stderr.write(
      `emberwatch: for ${unanswered} minutes the model gave no chance between 0 and 1\n`,
    );
  if (refused === 0) return unanswered === 0 ? EXIT.ok : EXIT.problem;
  process.stderr.write(
    `emberwatch: ${refused} of ${number} lines could not be read (${firstRefused})\n`,
  );
  return EXIT.problem;
}

/** A long silence closes many minutes at once. */
const MAX_ANSWERS = 4_096;

async function* counted(
  input: AsyncIterable<Uint8Array>,
  read: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of input) {
    read(piece.length);
    yield piece;
  }
}

/** Of a file that was given as standard input; null of a pipe. */
function inputBytes(): number | null {
  const stats = fstatSync(process.stdin.fd);
  return stats.isFile() ? stats.size : null;
}
