import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AlarmDesk } from '#engine/alarms/AlarmDesk.ts';
import { SetAsides } from '#engine/alarms/SetAsides.ts';
import { DeviceTrackers } from '#engine/DeviceTrackers.ts';
import { Problems } from '#engine/health/Problems.ts';
import { SilenceWatch } from '#engine/health/SilenceWatch.ts';
import { Throughput } from '#engine/health/Throughput.ts';
import { openStorage, type Storage } from '#engine/openStorage.ts';
import { Pipeline, type PipelineParts } from '#engine/pipeline.ts';
import { RecentKeys } from '#engine/RecentKeys.ts';
import type { Frame } from '#engine/sources/source.ts';
import { warmStart } from '#engine/warmStart.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { MEASURED_FIELDS } from '#shared/telemetry/wireMessage.ts';
import { noPrediction } from '../../support/noPrediction.ts';
import { topicOf, wire } from '../../support/wire.ts';

const T0 = Date.UTC(2026, 0, 5, 3);
const log = pino({ level: 'silent' });

/** The path of one reading over real files. Only the broker is played: frames go in, acknowledgements come out. */
describe('the path of one reading', () => {
  let dataDir: string;
  let storage: Storage;
  let pipeline: Pipeline;
  let parts: PipelineParts;
  let clock: number;
  let acked: string[];
  let changes: { devices: readonly string[]; alarms: readonly AlarmRecord[] }[];
  let failing: (string | null)[];

  const now = () => clock;

  const open = () => {
    storage = openStorage({ dataDir, now, log, problems: new Problems(now, () => undefined) });
    const silence = new SilenceWatch(DEFAULT_THRESHOLDS.silence);
    const trackers = new DeviceTrackers(silence, now);
    const alarms = new AlarmDesk({
      db: storage.controlRoom,
      siteId: 'site',
      now,
      log,
      audit: storage.audit,
      setAsides: new SetAsides({ db: storage.controlRoom, now, monotonicNow: now }),
      thresholds: DEFAULT_THRESHOLDS,
      evidenceOf: (scored) => trackers.evidenceOf(scored, DEFAULT_THRESHOLDS),
    });
    const recent = new RecentKeys(1000);
    const predictions = noPrediction;
    warmStart({ ...storage, alarms, trackers, silence, recent, predictions, now });
    parts = {
      ...storage,
      alarms,
      trackers,
      recent,
      predictions,
      throughput: new Throughput(clock),
      thresholds: DEFAULT_THRESHOLDS,
      decoding: { powerUnit: 'kW', powerFactorUnit: 'ratio' },
      log,
      now,
      changed: (change) => changes.push(change),
      failing: (problem) => failing.push(problem),
    };
    pipeline = new Pipeline(parts, () => undefined);
  };

  beforeEach(() => {
    vi.useFakeTimers();
    dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-pipeline-'));
    clock = T0;
    acked = [];
    changes = [];
    failing = [];
    open();
  });

  afterEach(async () => {
    vi.useRealTimers();
    pipeline.close();
    await storage.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const frame = (
    payload: string | object,
    {
      topic = topicOf('device-001'),
      name = 'x',
      ...change
    }: Partial<Frame> & { name?: string } = {},
  ): Frame => ({
    sourceId: 'test',
    topic,
    payload: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
    receivedAt: clock,
    duplicate: false,
    backlog: false,
    ack: () => acked.push(name),
    ...change,
  });

  const message = (change: Record<string, unknown> = {}) =>
    wire('device-001', { timestamp: new Date(clock).toISOString(), ...change });

  const stored = () => [...storage.telemetry.recent({ sinceReceivedAt: 0, limit: 10_000 })];

  it('acknowledges only what is already on disk', () => {
    let storedAtAck = -1;
    const ack = () => {
      storedAtAck = stored().length;
    };
    pipeline.frame(frame(message(), { ack }));
    expect(storedAtAck).toBe(-1);
    pipeline.flush();
    expect(storedAtAck).toBe(1);
  });

  it('closes a batch after 50 ms', () => {
    pipeline.frame(frame(message()));
    vi.advanceTimersByTime(49);
    expect(acked).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(acked).toEqual(['x']);
  });

  it('closes a batch at 500 frames without waiting', () => {
    for (let i = 0; i < 500; i++) pipeline.frame(frame(message({ idx: i })));
    expect(acked).toHaveLength(500);
    expect(pipeline.batches).toBe(1);
  });

  it('closes a batch when the broker can send no more', () => {
    pipeline.frame(frame(message()));
    pipeline.windowFull();
    expect(acked).toEqual(['x']);
  });

  it('counts the same message once, and acknowledges it both times', () => {
    const payload = message({ idx: 7 });
    pipeline.frame(frame(payload, { name: 'first' }));
    pipeline.flush();
    pipeline.frame(frame(payload, { name: 'again' }));
    pipeline.flush();
    expect(acked).toEqual(['first', 'again']);
    expect(stored()).toHaveLength(1);
    expect(pipeline.duplicatesIgnored).toBe(1);
  });

  it('takes each message of a device whose clock, counter and values stand still', () => {
    const stopped = { idx: 1, timestamp: '2020-01-01T00:00:00Z' };
    pipeline.frame(frame(wire('device-001', { ...stopped, status: 1, verifySts: 1 })));
    for (let i = 0; i < 3; i++) {
      clock += 10_000;
      pipeline.frame(frame(wire('device-001', stopped)));
    }
    pipeline.flush();
    expect(pipeline.duplicatesIgnored).toBe(0);
    expect(parts.trackers.view('device-001')?.receivedAt).toBe(clock);
    expect(parts.alarms.open()).toMatchObject([
      { kind: 'overvoltage', conditionActive: false },
      { kind: 'clockSkew', conditionActive: true },
    ]);
  });

  it('still knows a message after a restart', async () => {
    const payload = message({ idx: 7 });
    pipeline.frame(frame(payload));
    pipeline.close();
    await storage.close();
    open();
    pipeline.frame(frame(payload, { duplicate: true }));
    pipeline.flush();
    expect(stored()).toHaveLength(1);
    expect(pipeline.duplicatesIgnored).toBe(1);
  });

  it.each([
    ['bytes that are no text', '\xff\xfe\x00', topicOf('device-001'), 'notJson'],
    ['half a message', '{"deviceId":"device-001",', topicOf('device-001'), 'notJson'],
    ['a list', '[]', topicOf('device-001'), 'notObject'],
    [
      'another device’s name',
      JSON.stringify(wire('device-666')),
      topicOf('device-001'),
      'deviceIdMismatch',
    ],
    [
      'a topic of another shape',
      JSON.stringify(wire('a')),
      'fire-prediction/device/a/b/data',
      'topicShape',
    ],
  ])('puts %s into quarantine, acknowledges it, and goes on', (_name, payload, topic, reason) => {
    pipeline.frame(frame(payload, { topic, name: 'garbage' }));
    pipeline.frame(frame(message(), { name: 'good' }));
    pipeline.flush();
    expect(acked).toEqual(['garbage', 'good']);
    expect(storage.quarantine.list(10)).toMatchObject([
      { reason, topic, count: 1, sourceId: 'test' },
    ]);
    expect(stored()).toHaveLength(1);
  });

  it('keeps what a source itself found unreadable, with the source’s reason', () => {
    const refused = { reason: 'checksumWrong', detail: 'the line says 0000, counted 4B37' };
    pipeline.frame({ ...frame('{}', { topic: '/dev/ttyUSB0', name: 'line' }), refusal: refused });
    pipeline.flush();
    expect(acked).toEqual(['line']);
    expect(storage.quarantine.list(10)).toMatchObject([{ ...refused, topic: '/dev/ttyUSB0' }]);
  });

  it('stores what a device does not measure as unknown, and gives it back so', async () => {
    const values = { deviceId: 'device-001', status: 0, timestamp: clock, zct: 300 };
    const absent = MEASURED_FIELDS.filter((field) => field !== 'zct');
    pipeline.frame(frame(JSON.stringify({ ...values, absent })));
    pipeline.flush();
    expect(stored()).toHaveLength(1);
    expect(parts.alarms.open()).toMatchObject([{ kind: 'risk' }]);
    pipeline.close();
    await storage.close();
    open();
    expect(parts.trackers.view('device-001')?.values).toMatchObject({
      leakageCurrent: 300,
      voltage: Number.NaN,
      coGas: Number.NaN,
    });
  });

  it('isolates a message that the program itself cannot take', () => {
    const ofDevice = parts.trackers.of.bind(parts.trackers);
    vi.spyOn(parts.trackers, 'of').mockImplementation((id) => {
      if (id === 'device-001') throw new Error('a fault in the program');
      return ofDevice(id);
    });
    pipeline.frame(frame(message(), { name: 'poison' }));
    pipeline.frame(frame(wire('device-002'), { topic: topicOf('device-002'), name: 'good' }));
    pipeline.flush();
    expect(acked).toEqual(['poison', 'good']);
    expect(storage.quarantine.list(10)).toMatchObject([{ reason: 'internalError' }]);
    expect(stored().map(({ reading }) => reading.deviceId)).toEqual(['device-002']);
  });

  it('raises an alarm in the same commit as the reading that caused it', () => {
    pipeline.frame(frame(message({ sensorTemp: 72, pcbTemp: 70 })));
    pipeline.flush();
    expect(parts.alarms.open()).toMatchObject([
      {
        kind: 'risk',
        priority: 'CRITICAL',
        state: 'unacknowledged',
        onsetAt: T0,
        evidence: { reading: { sensorTemperature: 72 } },
      },
    ]);
    expect(changes.at(-1)?.alarms.map(({ kind }) => kind)).toEqual(['risk']);
  });

  it('acknowledges nothing while the disk refuses, raises no alarm twice, and makes it good later', () => {
    const append = vi.spyOn(storage.telemetry, 'append').mockImplementation(() => {
      throw new Error('disk is full');
    });
    pipeline.frame(frame(message({ sensorTemp: 72 }), { name: 'hot' }));
    pipeline.frame(frame('garbage', { name: 'bad' }));
    pipeline.flush();
    pipeline.frame(frame(message({ idx: 2 }), { name: 'later' }));
    vi.advanceTimersByTime(1000);
    expect(acked).toEqual([]);
    expect(failing.at(-1)).toBe('disk is full');
    append.mockRestore();
    vi.advanceTimersByTime(1000);
    expect(acked).toEqual(['hot', 'bad', 'later']);
    expect(failing.at(-1)).toBeNull();
    expect(stored()).toHaveLength(2);
    expect(parts.alarms.open()).toHaveLength(1);
    expect(storage.quarantine.total()).toBe(1);
  });

  it('finds the alarm standing when it died between the two files', async () => {
    vi.spyOn(storage.telemetry, 'append').mockImplementation(() => {
      throw new Error('killed here');
    });
    const payload = message({ sensorTemp: 72 });
    pipeline.frame(frame(payload));
    pipeline.close();
    await storage.close();
    vi.restoreAllMocks();
    open();
    pipeline.frame(frame(payload, { duplicate: true }));
    pipeline.flush();
    expect(parts.alarms.open()).toHaveLength(1);
    expect(stored()).toHaveLength(1);
  });

  it('lets a device that nobody knows wait in the inbox, across restarts', async () => {
    pipeline.frame(frame(wire('stranger'), { topic: topicOf('stranger') }));
    pipeline.close();
    await storage.close();
    open();
    expect(parts.trackers.inboxCount()).toBe(1);
    expect(parts.trackers.view('stranger')).toMatchObject({ placement: null, level: 'NORMAL' });
  });

  it('shows after a restart what it last knew, with its age', async () => {
    pipeline.frame(frame(message({ sensorTemp: 55 })));
    pipeline.close();
    await storage.close();
    clock += 60_000;
    open();
    expect(parts.trackers.view('device-001')).toMatchObject({
      receivedAt: T0,
      values: { sensorTemperature: 55 },
    });
  });

  it('does not let a late reading replace what the desk shows', () => {
    pipeline.frame(frame(message({ sensorTemp: 40 })));
    const before = new Date(clock - 60_000).toISOString();
    pipeline.frame(frame(message({ idx: 2, sensorTemp: 30, timestamp: before })));
    pipeline.flush();
    expect(parts.trackers.view('device-001')?.values?.sensorTemperature).toBe(40);
    expect(stored()).toHaveLength(2);
  });

  describe('after the desk itself was ten years ahead', () => {
    const tenYears = 3650 * 86_400_000;
    beforeEach(() => {
      clock += tenYears;
      // By the wrong clock the device's own time is wrong, so the desk dates what it sends.
      pipeline.frame(frame(wire('device-001', { timestamp: T0, sensorTemp: 44 })));
      pipeline.flush();
      clock = T0;
    });

    const hearThree = () => {
      for (const idx of [2, 3, 4]) {
        clock += 10_000;
        pipeline.frame(frame(message({ idx, sensorTemp: 30 + idx })));
      }
      pipeline.flush();
    };

    it('shows what a device says now, not what was dated into the future', () => {
      hearThree();
      expect(parts.trackers.view('device-001')).toMatchObject({
        receivedAt: clock,
        values: { sensorTemperature: 34 },
      });
    });

    it('scores it by its last hour again', () => {
      hearThree();
      expect(parts.trackers.latest('device-001')?.assessment.history.readingCount).toBe(3);
    });

    it('also after a restart', async () => {
      pipeline.close();
      await storage.close();
      open();
      hearThree();
      expect(parts.trackers.view('device-001')?.values?.sensorTemperature).toBe(34);
      expect(parts.trackers.latest('device-001')?.assessment.history.readingCount).toBe(3);
    });
  });

  it('shows the newest arrival of a device without a clock, also when the desk’s was set back a little', () => {
    pipeline.frame(frame(message({ timestamp: null, sensorTemp: 44 })));
    clock -= 120_000;
    pipeline.frame(frame(message({ idx: 2, timestamp: null, sensorTemp: 31 })));
    pipeline.flush();
    expect(parts.trackers.view('device-001')?.values?.sensorTemperature).toBe(31);
  });
});
