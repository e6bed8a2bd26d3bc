/** Each boundary of the program, given bad input. A target throws when a promise is broken; else it says what it counted. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { linesOf } from '#engine/files/lines.ts';
import { readModelFile } from '#engine/prediction/readModelFile.ts';
import { PacketSizeScanner } from '#engine/sources/PacketSizeScanner.ts';
import { readingsOfSegment } from '#engine/storage/telemetry/readSegment.ts';
import { deviceLineSchema, streamTruthSchema } from '#shared/prediction/truth.ts';
import { DECODE_REFUSALS, decode } from '#shared/telemetry/decode.ts';
import { deviceTopic } from '#shared/telemetry/deviceTopic.ts';
import { CliError } from '../../main/cli/exitCodes.ts';
import { historyFiles, itemsOfFile } from '../../main/cli/history/historyItems.ts';
import { readJsonLines } from '../../main/cli/jsonLines.ts';
import {
  fuzzOf,
  largePayload,
  mutated,
  noise,
  oddMessage,
  oddPayload,
  oddTopic,
  whole,
} from './fuzz.ts';
import { PipelineDesk } from './pipelineDesk.ts';

const UNITS = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;
const START = Date.UTC(2026, 0, 5);

export type Counts = Readonly<Record<string, number>>;

function must(holds: boolean, what: () => string): void {
  if (!holds) throw new Error(what());
}

/** Topic and payload to the decoder: an answer for everything, with a reason that is known. */
export function fuzzDecode(seed: number, cases: number): Counts {
  const random = fuzzOf(seed, 'decode');
  const counts: Record<string, number> = { taken: 0 };
  const reasons: readonly string[] = DECODE_REFUSALS;
  for (let n = 0; n < cases; n++) {
    const id = `d-${whole(random, 5)}`;
    const large = n % 500 === 0;
    const payload = large ? largePayload(random, id, START) : oddPayload(random, id, START);
    const topic = large ? deviceTopic(id) : oddTopic(random, id);
    const decoded = decode(payload, topic, UNITS);
    if (decoded.ok) {
      counts['taken']!++;
      must(
        topic === deviceTopic(decoded.reading.deviceId),
        () => `seed ${seed}, case ${n}: taken from ${topic}`,
      );
      for (const value of Object.values(decoded.reading))
        must(
          value === null || typeof value === 'string' || Number.isFinite(value),
          () => `seed ${seed}, case ${n}: ${String(value)}`,
        );
      continue;
    }
    must(reasons.includes(decoded.reason), () => `seed ${seed}, case ${n}: ${decoded.reason}`);
    must(
      decoded.detail.length < 500,
      () => `seed ${seed}, case ${n}: a detail of ${decoded.detail.length}`,
    );
    counts[decoded.reason] = (counts[decoded.reason] ?? 0) + 1;
  }
  return counts;
}

/** The whole path onto disk: each message is stored, quarantined or a repetition, and answered once. */
export async function fuzzPath(seed: number, cases: number): Promise<Counts> {
  const random = fuzzOf(seed, 'path');
  const desk = new PipelineDesk(START);
  try {
    let answered = 0;
    let last: { readonly topic: string; readonly payload: Buffer } | undefined;
    for (let n = 0; n < cases; n++) {
      const id = `d-${whole(random, 20)}`;
      desk.clock += whole(random, 500);
      const payload =
        n % 2_000 === 0 ? largePayload(random, id, desk.clock) : oddPayload(random, id, desk.clock);
      const topic = whole(random, 4) === 0 ? oddTopic(random, id) : deviceTopic(id);
      const again = n % 10 === 0 ? last : undefined;
      last = { topic, payload };
      desk.pipeline.frame({
        sourceId: random.pick(['cloud', 'lan']),
        ...(again ?? last),
        receivedAt: desk.clock,
        duplicate: again !== undefined || whole(random, 20) === 0,
        backlog: whole(random, 20) === 0,
        ack: () => answered++,
      });
    }
    desk.pipeline.flush();
    const { framesReceived, readingsCommitted, duplicatesIgnored } = desk.pipeline;
    const refused = desk.storage.quarantine.total();
    const counts = { framesReceived, readingsCommitted, duplicatesIgnored, refused, answered };
    must(
      framesReceived === cases &&
        answered === cases &&
        readingsCommitted + duplicatesIgnored + refused === cases,
      () => `seed ${seed}: ${JSON.stringify(counts)} of ${cases}`,
    );
    const broken = desk.storage.quarantine
      .list(1_000)
      .filter(({ reason }) => reason === 'internalError');
    must(broken.length === 0, () => `seed ${seed}: ${JSON.stringify(broken[0])}`);
    must(
      desk.failing.every((problem) => problem === null),
      () => `seed ${seed}: a commit failed`,
    );
    return counts;
  } finally {
    await desk.dispose();
  }
}

/** Bytes in pieces of any size: the same lines, whatever the pieces; too long ones by their length alone. */
export async function fuzzLines(seed: number, cases: number): Promise<Counts> {
  const random = fuzzOf(seed, 'lines');
  let lines = 0;
  const most = 200;
  for (let n = 0; n < cases; n++) {
    const text = Buffer.concat(
      Array.from({ length: whole(random, 6) }, () =>
        Buffer.concat([
          whole(random, 3) === 0 ? noise(random, whole(random, 300)) : Buffer.from('{"a":1}'),
          Buffer.from(random.pick(['\n', '\r\n', '', '\n\n'])),
        ]),
      ),
    );
    const wanted = splitAtOnce(text);
    let got = 0;
    for await (const some of linesOf(
      pieces(text, () => 1 + whole(random, 50)),
      most,
    ))
      for (const line of some) {
        const expected = wanted[got++];
        const same =
          'unreadable' in line
            ? line.bytes === expected?.length
            : Buffer.from(line.text).equals(withoutReturn(expected));
        must(same, () => `seed ${seed}, case ${n}, line ${got}`);
      }
    must(got === wanted.length, () => `seed ${seed}, case ${n}: ${got} lines of ${wanted.length}`);
    lines += got;
  }
  return { lines };
}

function splitAtOnce(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  if (from < bytes.length) lines.push(bytes.subarray(from));
  return lines;
}

const withoutReturn = (line: Buffer | undefined): Buffer =>
  line?.at(-1) === 13 ? line.subarray(0, -1) : (line ?? Buffer.alloc(0));

async function* pieces(bytes: Buffer, size: () => number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = at + size();
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** MQTT framing: the same answer in one piece or many, and never a packet beyond the limit. */
export function fuzzPackets(seed: number, cases: number): Counts {
  const random = fuzzOf(seed, 'packets');
  let refused = 0;
  for (let n = 0; n < cases; n++) {
    const bytes = Buffer.concat(
      Array.from({ length: 1 + whole(random, 4) }, () => {
        const body = noise(random, whole(random, 120));
        return whole(random, 4) === 0
          ? noise(random, 1 + whole(random, 8))
          : Buffer.concat([Buffer.from([0x30, body.length]), body]);
      }),
    );
    const atOnce = new PacketSizeScanner(500).accept(bytes);
    const scanner = new PacketSizeScanner(500);
    let inPieces = true;
    for (let at = 0; at < bytes.length && inPieces; at += 1 + whole(random, 3))
      inPieces = scanner.accept(bytes.subarray(at, at + 1));
    // Pieces that leave bytes out are another stream; those of one byte each are the same.
    const single = new PacketSizeScanner(500);
    const byByte = bytes.every((_, at) => single.accept(bytes.subarray(at, at + 1)));
    must(byByte === atOnce, () => `seed ${seed}, case ${n}: ${bytes.toString('hex')}`);
    if (!atOnce) refused++;
  }
  return { refused };
}

/** Files that a command is given: an answer or one sentence for each, whatever is in them. */
export async function fuzzFiles(seed: number, cases: number): Promise<Counts> {
  const random = fuzzOf(seed, 'files');
  const dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-fuzz-'));
  const counts: Record<string, number> = { readings: 0, refusedLines: 0, refusedFiles: 0 };
  const count = (key: string, by = 1) => {
    counts[key] = (counts[key] ?? 0) + by;
  };
  const refusal = (error: unknown) => {
    if (!(error instanceof CliError)) throw error;
    must(error.message.length < 1_000, () => `a sentence of ${error.message.length} characters`);
    count('refusedFiles');
  };
  try {
    const good = await segmentBytes(dir);
    const model = readFileSync(path.resolve(import.meta.dirname, '../../models/fire-risk.onnx'));
    for (let n = 0; n < cases; n++) {
      const text = Array.from({ length: 1 + whole(random, 5) }, () =>
        whole(random, 3) === 0
          ? noise(random, 40).toString('latin1')
          : JSON.stringify(oddMessage(random, 'a', START)),
      ).join('\n');
      const kind = whole(random, 5);
      const name = ['w.jsonl', 'w.jsonl.gz', 't.jsonl', 's.db', 'm.onnx'][kind]!;
      const file = path.join(dir, name);
      const packed = gzipSync(text, { level: 1 });
      const bytes = [
        Buffer.from(text),
        whole(random, 2) === 0 ? packed : mutated(random, packed),
        Buffer.from(text),
        mutatedPage(random, good),
        whole(random, 8) === 0 ? mutated(random, model) : noise(random, whole(random, 400)),
      ][kind]!;
      writeFileSync(file, bytes);
      try {
        if (kind <= 1 || kind === 3) {
          for await (const items of itemsOfFile(historyFiles([file])[0]!, UNITS, () => undefined))
            for (const item of items) count('refused' in item ? 'refusedLines' : 'readings');
        } else if (kind === 2) {
          await readJsonLines('--devices', file, deviceLineSchema).catch(refusal);
          await readJsonLines('--truth', file, streamTruthSchema);
        } else if (!(await readModelFile(file)).ok) count('refusedFiles');
      } catch (error) {
        refusal(error);
      }
    }
    return counts;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Anywhere in the file, headers and page boundaries more often. */
function mutatedPage(random: ReturnType<typeof fuzzOf>, good: Buffer): Buffer {
  const bytes = Buffer.from(good);
  for (let n = 1 + whole(random, 8); n > 0; n--) {
    const page = 4096 * whole(random, bytes.length / 4096);
    bytes[page + whole(random, whole(random, 2) === 0 ? 100 : 4096)] = whole(random, 256);
  }
  return whole(random, 10) === 0 ? bytes.subarray(0, whole(random, bytes.length)) : bytes;
}

/** A sealed segment with packed hours of three devices. */
async function segmentBytes(dir: string): Promise<Buffer> {
  const desk = new PipelineDesk(START);
  try {
    for (let n = 0; n < 100; n++) {
      desk.clock += 10_000;
      for (const device of ['a', 'b', 'c']) desk.hear(device, n);
    }
    desk.pipeline.flush();
    desk.clock += 2 * 86_400_000;
    while (desk.storage.telemetry.pack(1_000).more);
    const segment = path.join(desk.dataDir, 'telemetry', '2026-01-05.db');
    const copy = path.join(dir, 'good.db');
    const db = new Database(segment, { readonly: true });
    db.prepare('VACUUM INTO ?').run(copy);
    db.close();
    must([...readingsOfSegment(copy)].flat().length === 300, () => 'the good segment is not good');
    return readFileSync(copy);
  } finally {
    await desk.dispose();
  }
}
