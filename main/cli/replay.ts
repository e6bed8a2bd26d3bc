import { join } from 'node:path';
import { createLog } from '#engine/log.ts';
import { type RecordedMessage, ReplayClock, ReplaySource } from '#engine/sources/ReplaySource.ts';
import { startEngine } from '#engine/startEngine.ts';
import { deviceTopic } from '#shared/telemetry/deviceTopic.ts';
import type { DecodeOptions } from '#shared/telemetry/wireMessage.ts';
import { wireOf } from '#shared/telemetry/wireOf.ts';
import { startServer } from '../server/startServer.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { type HistoryFile, historyFiles, itemsOfFile } from './history/historyItems.ts';
import { mergeByTime, type TimedItem } from './history/mergeByTime.ts';
import { Progress } from './Progress.ts';
import { projectRoot } from './projectRoot.ts';
import { stopSignal } from './stopSignal.ts';

/** Commander's words for the options of `replay`. */
export interface ReplayOptions {
  readonly data: string;
  readonly speed: number;
  readonly stay?: boolean;
  readonly port: number;
  readonly siteName?: string;
  readonly timeZone?: string;
  readonly powerUnit: 'kW' | 'W';
  readonly powerFactorUnit: 'ratio' | 'percent';
  readonly renderer?: string;
  readonly model: boolean;
  readonly logLevel: string;
}

/** The desk is there a moment before the first message. */
const LEAD_MS = 1_000;
/** More recordings than one process may hold open. */
const MOST_FILES = 1_000;
/** Messages without a time in front of the first that has one. */
const MOST_UNTIMED = 10_000;

/** Plays recordings as if they happened now, by their own time, on a desk that says so. */
export async function replay(paths: readonly string[], options: ReplayOptions): Promise<number> {
  const files = historyFiles(paths);
  if (files.length > MOST_FILES)
    throw new CliError(`${files.length} recordings are too many to merge: at most ${MOST_FILES}`);
  const progress = new Progress({
    stream: process.stderr,
    total: files.reduce((sum, { bytes }) => sum + bytes, 0),
    now: () => performance.now(),
  });
  const { powerUnit, powerFactorUnit, siteName, timeZone } = options;
  const units = { powerUnit, powerFactorUnit };
  const clockWords = { text: '' };
  const items = itemsOf(files, units, (bytes) => progress.add(bytes, clockWords.text));
  const first = await items.next();
  if (first.done) throw new CliError('there is nothing to play: the recordings are empty');
  const startAt = await firstTime(first.value, items);
  const clock = new ReplayClock(startAt.ms - LEAD_MS);
  const source = new ReplaySource({
    clock,
    messages: messagesOf(startAt.items, startAt.ms, units),
    speed: options.speed,
    played: () => {
      clockWords.text = new Date(clock.now()).toISOString().slice(0, 19);
    },
  });
  const log = createLog(options.logLevel);
  const engine = await startEngine({
    dataDir: options.data,
    log,
    now: clock.now,
    monotonicNow: clock.now,
    replay: source,
    site: {
      ...units,
      ...(siteName && { name: { ko: siteName, en: siteName } }),
      ...(timeZone && { timeZone }),
    },
    ...(!options.model && { modelPath: null }),
  });
  const refusedBefore = engine.desk.report().quarantineTotal;
  const stopped = stopSignal();
  const server = await startServer({
    engine,
    host: '127.0.0.1',
    port: options.port,
    token: undefined,
    rendererDir: options.renderer ?? join(projectRoot, 'out', 'renderer'),
    log,
  }).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  try {
    process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
    const ended = await Promise.race([source.done().then(() => 'played' as const), stopped]);
    progress.end();
    const report = engine.desk.report();
    const played = {
      read: report.framesReceived,
      committed: report.readingsCommitted,
      alreadyThere: report.duplicatesIgnored,
      refused: report.quarantineTotal - refusedBefore,
      until: new Date(clock.now()).toISOString(),
    };
    process.stdout.write(`${JSON.stringify(played)}\n`);
    if (ended === 'played' && options.stay === true) await stopped;
    return EXIT.ok;
  } finally {
    progress.end();
    await server.close();
    await engine.close();
  }
}

function itemsOf(
  files: readonly HistoryFile[],
  units: DecodeOptions,
  read: (bytes: number) => void,
): AsyncGenerator<TimedItem> {
  return mergeByTime(files.map((file) => itemsOfFile(file, units, read)));
}

/** The time of the first item that has one; what comes before it is kept. */
async function firstTime(
  first: TimedItem,
  rest: AsyncGenerator<TimedItem>,
): Promise<{ readonly ms: number; readonly items: AsyncIterable<TimedItem> }> {
  const kept = [first];
  while (!Number.isFinite(kept.at(-1)!.at) && kept.length < MOST_UNTIMED) {
    const next = await rest.next();
    if (next.done) break;
    kept.push(next.value);
  }
  const ms = kept.at(-1)!.at;
  if (!Number.isFinite(ms))
    throw new CliError('the recordings tell no time: their messages need a timestamp');
  async function* items() {
    yield* kept;
    yield* rest;
  }
  return { ms, items: items() };
}

async function* messagesOf(
  items: AsyncIterable<TimedItem>,
  startAt: number,
  units: DecodeOptions,
): AsyncGenerator<RecordedMessage> {
  for await (const { item, at } of items) {
    const dueAt = Math.max(startAt, at);
    if ('refused' in item) {
      const { reason, detail } = item.refused;
      yield {
        topic: item.file,
        payload: Buffer.from(item.text),
        at: null,
        dueAt,
        refusal: { reason, detail: `${item.file}, line ${item.line}: ${detail}` },
      };
      continue;
    }
    yield {
      topic: deviceTopic(item.reading.deviceId),
      payload: Buffer.from(JSON.stringify(wireOf(item.reading, units))),
      at: item.at,
      dueAt,
    };
  }
}
