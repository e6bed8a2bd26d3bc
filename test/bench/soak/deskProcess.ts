/** The desk of a soak, in a process of its own: the headless host as it runs, on a clock that is told when to go on. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { type RunningServer, startServer } from '../../../main/server/startServer.ts';
import { round } from '../measure.ts';
import type { DeskCalls, DeskQuestion, DeskReply, DeskStart, ProcessFigures } from './messages.ts';

/** A report looks at every device and file: asked more often it would be a part of what is measured. */
const POLL_MS = 10;
/** As the clock of a fast replay does: more at once, and the desk says that it was held. */
const STEP_SECONDS = 4;
/** Garbage of a collection's own weak references goes with the next. */
const COLLECTIONS = 3;

let running: { readonly engine: Engine; readonly server: RunningServer } | undefined;
let startAt = 0;
let passedMs = 0;
const seconds = new Set<() => void>();
const delay = monitorEventLoopDelay({ resolution: 5 });
let measured = { cpu: process.threadCpuUsage(), readings: 0 };

const answers: { [Name in keyof DeskCalls]: (request: never) => Promise<unknown> } = {
  start,
  async advance({ seconds: count }: DeskCalls['advance']['request']) {
    for (let n = 0; n < count; n += STEP_SECONDS) {
      passedMs += STEP_SECONDS * 1_000;
      for (const tick of seconds) tick();
      await nextTurn();
    }
    return null;
  },
  async received({ frames }: DeskCalls['received']['request']) {
    await until(() => engine().desk.report().framesReceived >= frames);
    return null;
  },
  async committed({ readings }: DeskCalls['committed']['request']) {
    await until(() => engine().desk.report().readingsCommitted >= readings);
    return null;
  },
  async feed({ state }: DeskCalls['feed']['request']) {
    await until(() =>
      engine()
        .desk.status()
        .feeds.every((feed) => feed.state === state),
    );
    return null;
  },
  measure,
  async stop() {
    await running?.server.close();
    await running?.engine.close();
    return null;
  },
};

async function start(request: DeskStart): Promise<{ url: string }> {
  ({ startAt } = request);
  const { dataDir, brokerUrl, devices, seed, token } = request;
  const now = () => startAt + passedMs;
  const log = createLog('warn');
  const started = await startEngine({
    dataDir,
    log,
    now,
    monotonicNow: () => passedMs,
    everySecond: (tick) => {
      seconds.add(tick);
      return () => seconds.delete(tick);
    },
    mqtt: [{ url: brokerUrl }],
    demo: { devices, seed },
  });
  const rendererDir = path.join(dataDir, 'no-page');
  const server = await startServer({
    ...{ engine: started, host: '127.0.0.1', port: 0, token, rendererDir },
    ...{ log, now },
  });
  running = { engine: started, server };
  delay.enable();
  return { url: server.url };
}

async function measure(): Promise<ProcessFigures> {
  const { readingsCommitted, duplicatesIgnored, quarantineTotal, prediction } =
    engine().desk.report();
  const used = process.threadCpuUsage(measured.cpu);
  const heldUpMs = delay.percentile(99) / 1e6;
  for (let n = 0; n < COLLECTIONS; n++) {
    global.gc?.();
    await nextTurn();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  const handlesByKind: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo())
    handlesByKind[kind] = (handlesByKind[kind] ?? 0) + 1;
  const figures = {
    residentBytes: rss,
    heapBytes: heapUsed,
    externalBytes: external,
    openFiles: readdirSync('/proc/self/fd').length,
    threads: Number(/Threads:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]),
    handles: Object.values(handlesByKind).reduce((sum, count) => sum + count, 0),
    handlesByKind,
    cpuMicrosecondsEach: round(
      (used.user + used.system) / Math.max(1, readingsCommitted - measured.readings),
      2,
    ),
    heldUpMs: round(heldUpMs, 2),
    readings: readingsCommitted,
    duplicates: duplicatesIgnored,
    quarantined: quarantineTotal,
    windows: prediction.windows,
  };
  delay.reset();
  measured = { cpu: process.threadCpuUsage(), readings: readingsCommitted };
  return figures;
}

function engine(): Engine {
  if (!running) throw new Error('the desk has not been started');
  return running.engine;
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await wait(POLL_MS);
}

process.on('message', ({ id, method, request }: DeskQuestion) => {
  const tell = (reply: DeskReply) =>
    process.send?.(reply, () => {
      if (method === 'stop') process.disconnect();
    });
  (answers[method] as (request: unknown) => Promise<DeskCalls[typeof method]['answer']>)(
    request,
  ).then(
    (answer) => tell({ id, answer }),
    (error: unknown) =>
      tell({ id, problem: error instanceof Error ? (error.stack ?? error.message) : `${error}` }),
  );
});
