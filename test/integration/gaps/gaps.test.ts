/** What was missed: noticed, recorded, filled from elsewhere over the whole path, and said. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GapKeeper } from '#engine/gaps/GapKeeper.ts';
import { GapStore } from '#engine/gaps/GapStore.ts';
import type { Backfill, MissedMessage } from '#engine/sources/backfill/Backfill.ts';
import { FolderBackfill } from '#engine/sources/backfill/FolderBackfill.ts';
import { feedNames } from '#engine/sources/feedNames.ts';
import type { Source } from '#engine/sources/source.ts';
import { readDetail } from '#shared/alarms/troubleDetail.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';
import { ManualTimers } from '../../support/manualTimers.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';
import { recordingLog } from '../../support/recordingLog.ts';
import { wire } from '../../support/wire.ts';

const T0 = Date.UTC(2026, 0, 5, 3);
const MINUTE = 60_000;
const SETTLE = 10_000;
const WAIT = { timeout: 30_000, interval: 5 };
const ARC = 1 << STATUS_BITS.indexOf('arcAlarm');

let desk: PipelineDesk;
let keeper: GapKeeper;
let timers: ManualTimers;
let told: [kind: string, source: string, detail: string][];
let state: 'connected' | 'down';
let folder: string;

const source: Source = {
  id: 'aws-iot-1',
  start: () => undefined,
  stop: async () => undefined,
  status: () => ({
    id: 'aws-iot-1',
    address: '',
    state,
    since: 0,
    lastFrameAt: null,
    problem: null,
  }),
};

function keep(): void {
  timers = new ManualTimers();
  const now = () => desk.clock;
  const { controlRoom } = desk.storage;
  keeper = new GapKeeper({
    store: new GapStore(controlRoom),
    troubles: { happened: (...notice) => told.push(notice) },
    sources: () => [source],
    feedNames: feedNames({ get: () => undefined }),
    decoding: { powerUnit: 'kW', powerFactorUnit: 'ratio' },
    take: (frame) => desk.pipeline.frame(frame),
    judge: (newest) => {
      const { alarms, trackers } = desk;
      const plan = alarms.plan(
        newest.filter((one) => trackers.latest(one.reading.deviceId) === one),
      );
      controlRoom.transaction(() => alarms.persist(plan))();
      alarms.apply(plan);
    },
    now,
    monotonicNow: now,
    timers,
    log: recordingLog().log,
  });
}

beforeEach(() => {
  desk = new PipelineDesk(T0);
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-export-'));
  told = [];
  state = 'connected';
  keep();
});

afterEach(async () => {
  await keeper.close();
  await desk.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const resumed = (
  quietSince: number | null,
  backfill: Backfill | null = null,
  sessionKept = false,
) => keeper.resumed({ sourceId: 'aws-iot-1', at: desk.clock, quietSince, sessionKept, backfill });
const gaps = () => keeper.between(0, T0 + 100 * 86_400_000, 100);
const line = (deviceId: string, idx: number, at: number, change: object = {}) =>
  JSON.stringify(wire(deviceId, { idx, timestamp: at, ...change }));
const outcome = (wanted: string) =>
  vi.waitFor(() => expect(gaps()[0]?.state, JSON.stringify(gaps())).toBe(wanted), WAIT);

class Archive implements Backfill {
  readonly description = 'archive';
  lines: string[] = [];
  problem: string | undefined;
  readonly done: string[] = [];
  prepared = 0;
  prepare(): void {
    this.prepared++;
  }
  async *read(): AsyncGenerator<MissedMessage> {
    if (this.problem !== undefined) throw new Error(this.problem);
    for (const text of this.lines)
      yield { topic: '', payload: Buffer.from(text), done: () => this.done.push(text) };
  }
}

describe('a gap is recorded', () => {
  test('not when the way in opens for the first time, nor when the broker kept a session', () => {
    resumed(null);
    desk.clock += 10 * MINUTE;
    resumed(T0, null, true);
    expect(gaps()).toEqual([]);
  });

  test('from the last word of the broker until it is back, and somebody is called to it', () => {
    resumed(null);
    desk.clock += 30 * MINUTE;
    resumed(T0 + MINUTE);
    expect(gaps()).toMatchObject([
      { sourceId: 'aws-iot-1', from: T0 + MINUTE, to: T0 + 30 * MINUTE, state: 'missing' },
    ]);
    expect(told.map(([kind, , detail]) => [kind, readDetail(detail)])).toEqual([
      [
        'dataGap',
        {
          type: 'gap',
          feed: 'aws-iot-1',
          from: T0 + MINUTE,
          to: T0 + 30 * MINUTE,
          problem: null,
        },
      ],
    ]);
  });

  test('for less than a minute, nobody is called', () => {
    resumed(null);
    desk.clock += 30_000;
    resumed(T0);
    expect(gaps()).toHaveLength(1);
    expect(told).toEqual([]);
  });

  test('over a restart: from when the way in was last seen connected', async () => {
    resumed(null);
    desk.clock += MINUTE;
    keeper.tick();
    state = 'down';
    desk.clock += 10 * MINUTE;
    keeper.tick();
    await keeper.close();
    await desk.restart();
    keep();
    desk.clock += 10 * MINUTE;
    resumed(null);
    expect(gaps()).toMatchObject([{ from: T0 + MINUTE, to: T0 + 21 * MINUTE }]);
  });
});

describe('a gap is filled', () => {
  /** Away from minute 1 to minute 30; then both devices are heard, `a` and `b` calm. */
  const away = (backfill: Backfill) => {
    resumed(null, backfill);
    desk.hear('a', 1);
    desk.hear('b', 1);
    desk.clock = T0 + 30 * MINUTE;
    resumed(T0 + MINUTE, backfill);
    desk.hear('a', 100);
    desk.hear('b', 100);
    desk.pipeline.flush();
  };

  test('from files, packed or not: what belongs into it is stored as late, once', async () => {
    const at = (minute: number) => T0 + minute * MINUTE;
    writeFileSync(
      path.join(folder, '1.jsonl'),
      [line('a', 1, T0), line('a', 2, at(5)), 'no message', line('a', 3, at(6))].join('\n'),
    );
    writeFileSync(
      path.join(folder, '2.jsonl.gz'),
      gzipSync([line('a', 3, at(6)), line('b', 2, at(7)), line('a', 9, at(40))].join('\n')),
    );
    writeFileSync(path.join(folder, 'notes.txt'), line('a', 8, at(8)));
    writeFileSync(path.join(folder, '0.jsonl'), line('a', 7, at(9)));
    for (const name of ['1.jsonl', '2.jsonl.gz', 'notes.txt'])
      utimesSync(path.join(folder, name), at(41) / 1000, at(41) / 1000);
    // Was written long before the gap, so it is not even opened.
    utimesSync(path.join(folder, '0.jsonl'), at(-120) / 1000, at(-120) / 1000);

    away(new FolderBackfill(folder));
    timers.fire(SETTLE);
    await outcome('filled');
    expect(gaps()).toMatchObject([{ taken: 3, alarming: 0, problem: null }]);
    expect(told).toEqual([]);
    expect(desk.stored('a')).toEqual([1, 2, 3, 100]);
    expect(desk.stored('b')).toEqual([1, 2, 100]);
    const late = [...desk.storage.telemetry.recent({ sinceReceivedAt: 0, limit: 100 })].filter(
      ({ reading }) => reading.idx === 2,
    );
    for (const { reading } of late) {
      expect(reading.quality).toContain('late');
      expect(reading.receivedAt).toBe(desk.clock);
      expect(reading.measuredAt).toBeLessThan(at(8));
    }
  });

  test('with danger that has passed: no alarm as if it were now, and an entry with what would have alarmed', async () => {
    const archive = new Archive();
    archive.lines = [
      line('a', 2, T0 + 5 * MINUTE, { status: ARC, verifySts: ARC, aArc: 3 }),
      line('a', 3, T0 + 6 * MINUTE),
      line('b', 2, T0 + 7 * MINUTE),
    ];
    away(archive);
    const before = desk.alarms.open();
    timers.fire(SETTLE);
    await outcome('filled');
    expect(desk.alarms.open()).toEqual(before);
    expect(gaps()).toMatchObject([{ taken: 3, alarming: 1 }]);
    const [[kind, , detail] = []] = told;
    expect(kind).toBe('lateDanger');
    expect(readDetail(detail ?? '')).toMatchObject({
      taken: 3,
      alarming: 1,
      moreDevices: 0,
      devices: [{ id: 'a', firstAt: T0 + 5 * MINUTE, kinds: expect.arrayContaining(['arcAlarm']) }],
    });
  });

  test('with danger that nothing newer contradicts: the alarm is raised, because it may still be there', async () => {
    const archive = new Archive();
    archive.lines = [
      line('c', 2, T0 + 5 * MINUTE),
      line('c', 3, T0 + 29 * MINUTE, { status: ARC, verifySts: ARC, aArc: 3 }),
    ];
    away(archive);
    timers.fire(SETTLE);
    await outcome('filled');
    expect(desk.alarms.open()).toContainEqual(
      expect.objectContaining({
        deviceId: 'c',
        kind: 'arcAlarm',
        onsetAt: T0 + 29 * MINUTE,
        conditionActive: true,
      }),
    );
  });

  test('and a device that was only found in the archive was not heard by it', async () => {
    const archive = new Archive();
    archive.lines = [line('a', 2, T0 + 5 * MINUTE)];
    away(archive);
    const heardAt = desk.trackers.get('a')?.heardAt;
    desk.clock += MINUTE;
    timers.fire(SETTLE);
    await outcome('filled');
    expect(desk.trackers.get('a')?.heardAt).toBe(heardAt);
    expect(desk.trackers.latest('a')?.reading.idx).toBe(100);
    expect(desk.pipeline.lastReadingAt).toBe(T0 + 30 * MINUTE);
  });

  test('later, when the archive can’t be reached at first; the reason is told once', async () => {
    const archive = new Archive();
    archive.problem = 'The address does not answer.';
    away(archive);
    timers.fire(SETTLE);
    await vi.waitFor(() => expect(timers.waiting.map(({ ms }) => ms)).toEqual([MINUTE]), WAIT);
    expect(gaps()).toMatchObject([{ state: 'waiting', problem: archive.problem }]);
    timers.fire(MINUTE);
    await vi.waitFor(() => expect(timers.waiting.map(({ ms }) => ms)).toEqual([5 * MINUTE]), WAIT);
    archive.problem = undefined;
    archive.lines = [line('a', 2, T0 + 5 * MINUTE)];
    timers.fire(5 * MINUTE);
    await outcome('filled');
    expect(told.map(([kind]) => kind)).toEqual(['dataGap']);
    expect(archive).toMatchObject({ prepared: 1, done: archive.lines });
  });

  test('after a restart, when the desk was closed before', async () => {
    const archive = new Archive();
    archive.lines = [line('a', 2, T0 + 5 * MINUTE)];
    away(archive);
    await keeper.close();
    await desk.restart();
    keep();
    resumed(null, archive, true);
    timers.fire(SETTLE);
    await outcome('filled');
    expect(desk.stored('a')).toEqual([1, 2, 100]);
  });

  test('with many messages, each acknowledged where they came from once it is on disk', async () => {
    const archive = new Archive();
    archive.lines = Array.from({ length: 450 }, (_, n) => line('a', n + 2, T0 + MINUTE + n * 1000));
    away(archive);
    timers.fire(SETTLE);
    await outcome('filled');
    expect(archive.done).toHaveLength(450);
    expect(gaps()).toMatchObject([{ taken: 450 }]);
  });
});
