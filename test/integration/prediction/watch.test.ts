import { beforeEach, describe, expect, test } from 'vitest';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { createLog } from '#engine/log.ts';
import { HourStore } from '#engine/prediction/monitoring/HourStore.ts';
import { InputWatch } from '#engine/prediction/monitoring/InputWatch.ts';
import { ModelWatch } from '#engine/prediction/monitoring/ModelWatch.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { Settings } from '#engine/storage/Settings.ts';
import type { FeatureReference } from '#shared/prediction/monitoring/FeatureHistograms.ts';
import { DEFAULT_LIMITS } from '#shared/prediction/monitoring/limits.ts';
import { performanceOf } from '#shared/prediction/monitoring/performance.ts';
import { FEATURE_COUNT, FEATURES, STEPS } from '#shared/prediction/schema.ts';
import { ADMIN } from '../incidents/ResponseScenario.ts';
import { folder, HASH, T0, verdict } from './ModelScenario.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** The beginning of an hour. */
const START = Math.ceil(T0 / HOUR) * HOUR;

const REFERENCE: readonly FeatureReference[] = FEATURES.map(({ name }) => ({
  name,
  edges: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  shares: Array.from({ length: 10 }, () => 0.1),
}));

class Desk {
  readonly dir = folder();
  now = START;
  liveHash: string | null = HASH;
  /** Out of ten that the model called dangerous, so many were. */
  right = 10;
  closed = 10;
  /** How often the desk was told that limits changed. */
  changes = 0;
  /** What stands, by subject. */
  readonly troubles = new Map<string, string>();
  db!: ReturnType<typeof openControlRoom>['db'];
  store!: HourStore;
  inputs!: InputWatch;
  watch!: ModelWatch;

  constructor() {
    this.start();
  }

  start(): void {
    const log = createLog('silent');
    const now = () => this.now;
    this.db = openControlRoom({ path: `${this.dir}/control-room.db`, now, log }).db;
    this.store = new HourStore(this.db);
    this.inputs = new InputWatch({
      store: this.store,
      referenceOf: (hash) => (hash === this.liveHash ? REFERENCE : undefined),
      now,
      log,
    });
    this.troubles.clear();
    this.watch = new ModelWatch({
      storage: { controlRoom: this.db, settings: new Settings(this.db) },
      audit: new AuditChain({ db: this.db, now }),
      troubles: {
        set: (kind, source, detail) => {
          expect(kind).toBe('modelDegraded');
          if (detail === null) this.troubles.delete(source);
          else this.troubles.set(source, detail);
        },
        happened: () => undefined,
      },
      liveHash: () => this.liveHash,
      performance: () =>
        performanceOf(
          Array.from({ length: this.closed }, (_, i) => ({
            said: true,
            real: i < this.right,
            leadMs: null,
          })),
          100,
        ),
      drift: (hash) => this.inputs.drift(hash),
      now,
      changed: () => {
        this.changes++;
      },
    });
  }

  restart(): void {
    this.db.close();
    this.start();
  }

  /** Ticks in each of the next hours. */
  hours(count: number): void {
    for (let i = 0; i < count; i++) {
      this.watch.tick();
      this.watch.tick();
      this.now += HOUR;
    }
  }

  /** Every feature of every window has this value. */
  sees(value: (window: number) => number, windows: number, modelHash = HASH): void {
    const size = STEPS * FEATURE_COUNT;
    const values = new Float32Array(windows * size);
    for (let i = 0; i < windows; i++)
      values.fill(value(i), (i + 1) * size - FEATURE_COUNT, (i + 1) * size);
    this.inputs.judged({
      modelHash,
      deviceIds: Array.from({ length: windows }, (_, i) => `d${i % 4}`),
      verdicts: Array.from({ length: windows }, () => verdict(0, 'NORMAL')),
      windows: values,
    });
  }
}

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});

describe('a limit', () => {
  test('that is passed for three hours in a row raises a trouble that says which, until an hour in which it isn’t', () => {
    desk.right = 7;
    desk.hours(2);
    expect(desk.troubles.size).toBe(0);
    desk.hours(1);
    expect([...desk.troubles]).toEqual([
      ['model/accuracy', 'accuracy: 0.70 < 0.85, 3 h'],
      ['model/precision', 'precision: 0.70 < 0.8, 3 h'],
      ['model/falseAlarmRate', 'falseAlarmRate: 1.00 > 0.1, 3 h'],
    ]);
    desk.right = 10;
    desk.hours(1);
    expect(desk.troubles.size).toBe(0);
  });

  test('that is passed for two hours, then kept, begins again', () => {
    for (const right of [7, 7, 10, 7, 7]) {
      desk.right = right;
      desk.hours(1);
    }
    expect(desk.troubles.size).toBe(0);
  });

  test('says nothing of nine closed alarms', () => {
    desk.right = 0;
    desk.closed = 9;
    desk.hours(5);
    expect(desk.troubles.size).toBe(0);
  });

  test('goes on counting through a restart, and what stood stands again at once', () => {
    desk.right = 7;
    desk.hours(2);
    desk.restart();
    desk.watch.tick();
    expect(desk.troubles.has('model/accuracy')).toBe(true);
    desk.restart();
    desk.watch.tick();
    expect(desk.troubles.has('model/accuracy')).toBe(true);
  });

  test('is not passed for hours in which the desk was off', () => {
    desk.right = 7;
    desk.hours(2);
    desk.now += HOUR;
    desk.hours(2);
    expect(desk.troubles.size).toBe(0);
    desk.hours(1);
    expect(desk.troubles.has('model/accuracy')).toBe(true);
  });

  test('is another model’s own matter', () => {
    desk.right = 7;
    desk.hours(3);
    desk.liveHash = 'b'.repeat(64);
    desk.watch.tick();
    expect(desk.troubles.size).toBe(0);
  });

  test('is a setting that an administrator changes, in the record', () => {
    desk.right = 7;
    desk.watch.setLimits({ ...DEFAULT_LIMITS, accuracy: 0.6, hours: 1 }, ADMIN);
    desk.hours(1);
    expect(desk.troubles.has('model/accuracy')).toBe(false);
    expect(desk.troubles.get('model/precision')).toBe('precision: 0.70 < 0.8, 1 h');
    const entry = desk.db.prepare('SELECT operator, action FROM audit').get();
    expect(entry).toEqual({ operator: ADMIN.operator, action: 'model.limits' });
    expect(desk.changes).toBe(1);
    // How long is too long counts at once, and not from the next hour on.
    desk.watch.setLimits({ ...DEFAULT_LIMITS, accuracy: 0.6, hours: 24 }, ADMIN);
    desk.watch.tick();
    expect(desk.troubles.size).toBe(0);
    desk.restart();
    expect(desk.watch.limits.accuracy).toBe(0.6);
  });
});

describe('inputs', () => {
  const asTrained = (window: number) => (window % 10) + 0.5;

  /** An hour with sixty windows, for so many hours. */
  function hoursOf(value: (window: number) => number, count: number): void {
    for (let i = 0; i < count; i++) {
      desk.sees(value, 60);
      desk.now += HOUR;
    }
  }

  test('as in training are steady', () => {
    hoursOf(asTrained, 24);
    desk.inputs.flush();
    const drift = desk.inputs.drift(HASH);
    expect(drift).toMatchObject({ since: START, windows: 1440, covered: true });
    expect(Math.max(...drift.features.map(({ psi }) => psi))).toBeLessThan(0.001);
    desk.hours(4);
    expect(desk.troubles.size).toBe(0);
  });

  test('that moved are a trouble once most of a day shows it, for three hours', () => {
    hoursOf(() => 100, 19);
    desk.watch.tick();
    expect(desk.inputs.drift(HASH).covered).toBe(false);
    for (let i = 0; i < 3; i++) {
      hoursOf(() => 100, 1);
      desk.inputs.flush();
      desk.watch.tick();
      expect(desk.troubles.has('model/drift')).toBe(i === 2);
    }
    expect(desk.troubles.get('model/drift')).toBe(
      'share of features with PSI > 0.25: 1.00 > 0.5, 3 h',
    );
  });

  test('are counted per device and model, across restarts within an hour', () => {
    desk.sees(asTrained, 720);
    desk.inputs.flush();
    desk.restart();
    desk.sees(asTrained, 720);
    desk.inputs.flush();
    expect([...desk.store.deviceDays(START)]).toEqual([[HASH, 1]]);
    expect([...desk.store.daysOfDevices(START)]).toEqual(
      ['d0', 'd1', 'd2', 'd3'].map((id) => [id, 0.25]),
    );
    expect(desk.inputs.drift(HASH).windows).toBe(1440);
  });

  test('of a large site are sampled, and its time is counted whole', () => {
    for (let minute = 0; minute < 3; minute++) {
      desk.sees(asTrained, 2560);
      desk.now += MINUTE;
    }
    desk.inputs.flush();
    const [hour] = desk.store.hours(HASH, START);
    expect(hour).toMatchObject({ windows: 7680, sampled: 2560 + 256 + 256 });
  });

  test('of another model are counted apart', () => {
    desk.sees(asTrained, 60);
    desk.liveHash = 'b'.repeat(64);
    desk.sees(() => 100, 120, 'b'.repeat(64));
    desk.inputs.flush();
    expect(desk.store.hours(HASH, START)).toMatchObject([{ windows: 60, sampled: 60 }]);
    expect(desk.store.hours('b'.repeat(64), START)).toMatchObject([{ windows: 120 }]);
  });

  test('go with their time: the distributions before the rest', () => {
    const day = 24 * HOUR;
    desk.sees(asTrained, 60);
    desk.inputs.flush();
    desk.store.forget(START - 82 * day + 1);
    expect(desk.store.hours(HASH, START)).toMatchObject([
      { windows: 60, counts: new Uint32Array() },
    ]);
    desk.store.forget(START + 1);
    expect(desk.store.hours(HASH, START)).toEqual([]);
  });
});
