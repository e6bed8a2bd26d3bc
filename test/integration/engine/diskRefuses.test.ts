import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PipelineDesk } from '../../support/pipelineDesk.ts';

const T0 = Date.UTC(2026, 0, 5, 3);
const HOT = { sensorTemp: 85 };

/** A disk that refuses must not make the desk blind: what can't be recorded is still shown. */
describe('a disk that refuses', () => {
  let desk: PipelineDesk;
  /** Gives the disk its room back. */
  let mend: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    desk = new PipelineDesk(T0);
    desk.hear('calm', 1);
    desk.hear('hot', 1);
    desk.pipeline.flush();
    desk.acknowledged.length = 0;
  });

  afterEach(async () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    await desk.dispose();
  });

  /** The database may not grow by a page: SQLite's own "disk is full". */
  const fillControlRoom = () => {
    const db = desk.storage.controlRoom;
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
    mend = () => db.pragma('max_page_count = 1000000');
  };
  const fillSegment = () => {
    const append = vi.spyOn(desk.storage.telemetry, 'append').mockImplementation(() => {
      throw new Error('disk is full');
    });
    mend = () => append.mockRestore();
  };
  const seconds = (count: number) => {
    for (let i = 0; i < count; i++) {
      desk.clock += 1_000;
      vi.advanceTimersByTime(1_000);
    }
  };
  const shownAlarms = () => desk.shown.flatMap(({ alarms }) => alarms);
  const openKinds = () => desk.pipeline.openAlarms().map(({ deviceId, kind }) => [deviceId, kind]);
  /** Uses up what free room the database's pages still have. */
  const untilFull = () => {
    for (let i = 0; desk.failing.at(-1) === null; i++) {
      desk.hear(`filler-${i}`, 1, { aArc: 60 });
      desk.pipeline.flush();
    }
  };

  it.each([
    ['for readings', fillSegment],
    [
      'for alarms',
      () => {
        fillControlRoom();
        untilFull();
      },
    ],
  ])('%s still lets a fire be seen and heard of', (_what, fill) => {
    fill();
    seconds(5);
    desk.hear('hot', 2, HOT);
    seconds(1);
    expect(desk.trackers.view('hot')?.level).toBe('CRITICAL');
    expect(shownAlarms()).toContainEqual(
      expect.objectContaining({
        deviceId: 'hot',
        kind: 'risk',
        priority: 'CRITICAL',
        state: 'unacknowledged',
      }),
    );
    expect(openKinds()).toContainEqual(['hot', 'risk']);
    expect(desk.failing.at(-1)).toMatch(/full/);

    mend();
    seconds(6);
    expect(desk.failing.at(-1)).toBeNull();
    expect(desk.alarms.open().filter(({ deviceId }) => deviceId === 'hot')).toHaveLength(1);
    expect(desk.alarms.open().map(({ id }) => id)).toEqual(
      desk.pipeline.openAlarms().map(({ id }) => id),
    );
    expect(desk.stored('hot')).toEqual([1, 2]);
  });

  it('raises one alarm for one fire, however many readings tell of it', () => {
    fillControlRoom();
    untilFull();
    for (const idx of [2, 3, 4, 5]) {
      desk.hear('hot', idx, HOT);
      seconds(1);
    }
    expect(openKinds().filter(([device]) => device === 'hot')).toEqual([['hot', 'risk']]);
    const shown = new Set(
      shownAlarms().flatMap(({ id, deviceId }) => (deviceId === 'hot' ? [id] : [])),
    );
    mend();
    seconds(6);
    const [recorded] = desk.alarms.open().filter(({ deviceId }) => deviceId === 'hot');
    expect([...shown]).toEqual([recorded?.id]);
  });

  it('acknowledges nothing for ten seconds, then from memory so that the broker sends on', () => {
    fillSegment();
    desk.hear('calm', 2);
    seconds(9);
    expect(desk.acknowledged).toEqual([]);
    seconds(2);
    expect(desk.acknowledged).toEqual(['calm 2']);
    desk.hear('calm', 3);
    seconds(1);
    expect(desk.acknowledged).toEqual(['calm 2', 'calm 3']);
    mend();
    seconds(6);
    expect(desk.stored('calm')).toEqual([1, 2, 3]);
  });

  it('is asked again each second, then every five, not for every message', () => {
    fillSegment();
    const append = vi.mocked(desk.storage.telemetry.append);
    for (let i = 2; i < 32; i++) {
      desk.hear('calm', i);
      seconds(1);
    }
    expect(append.mock.calls.length).toBeLessThan(18);
  });

  it('for long enough loses calm readings before dangerous ones, and says how many', () => {
    fillSegment();
    desk.hear('hot', 2, HOT);
    seconds(12);
    for (let idx = 2; idx < 25_002; idx++) {
      // Within one device’s share of a hundred a second.
      desk.clock += 10;
      desk.hear('calm', idx);
    }
    desk.pipeline.flush();
    seconds(6);
    expect(desk.failing.at(-1)).toMatch(/disk is full \(readings lost: \d+\)/);
    mend();
    seconds(6);
    expect(desk.stored('hot')).toEqual([1, 2]);
    const stored = desk.stored('calm');
    expect(stored.length).toBeGreaterThan(10_000);
    expect(stored.length).toBeLessThanOrEqual(20_001);
    // The newest of them were kept.
    expect(stored.at(-1)).toBe(25_001);
    expect(desk.failing.at(-1)).toBeNull();
  });

  it('between two days stores each reading once', () => {
    const append = desk.storage.telemetry.append.bind(desk.storage.telemetry);
    const refused = vi.spyOn(desk.storage.telemetry, 'append').mockImplementation((rows) => {
      if (new Date(rows[0]?.reading.receivedAt ?? 0).getUTCDate() !== 5) throw new Error('full');
      append(rows);
    });
    desk.clock = Date.UTC(2026, 0, 5, 23, 59, 59, 990);
    desk.hear('calm', 2);
    desk.clock += 20;
    desk.hear('calm', 3);
    desk.pipeline.flush();
    seconds(3);
    refused.mockRestore();
    seconds(6);
    expect(desk.stored('calm')).toEqual([1, 2, 3]);
    expect(desk.acknowledged).toEqual(['calm 2', 'calm 3']);
  });

  it('at the very end leaves to the broker what was not acknowledged', async () => {
    fillSegment();
    desk.hear('calm', 2);
    seconds(2);
    vi.useRealTimers();
    await desk.restart();
    expect(desk.acknowledged).toEqual([]);
    expect(desk.stored('calm')).toEqual([1]);
  });

  it('a list of alarms that can not be read again is not an empty list', () => {
    desk.hear('hot', 2, HOT);
    desk.pipeline.flush();
    fillControlRoom();
    untilFull();
    const db = desk.storage.controlRoom;
    db.exec('ALTER TABLE alarm RENAME TO lost');
    expect(openKinds()).toContainEqual(['hot', 'risk']);
    db.exec('ALTER TABLE lost RENAME TO alarm');
    mend();
    seconds(6);
    expect(desk.failing.at(-1)).toBeNull();
    expect(openKinds()).toContainEqual(['hot', 'risk']);
  });
});
