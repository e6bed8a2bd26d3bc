import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Headless, startHeadless, TOKEN } from '../../support/headless.ts';

let desk: Headless;
beforeAll(async () => {
  desk = await startHeadless();
  await desk.publisher.send('calm-1', { status: 0 });
  for (let reading = 0; reading < 12; reading++)
    await desk.publisher.send('hot-1', {
      pcbTemp: 60 + reading,
      sensorTemp: 62 + reading,
      status: 128,
      aArc: 1,
    });
  await desk.committed(13);
});
afterAll(() => desk.close());

const json = async (path: string) => (await desk.get(path)).json();

describe('the seed’s REST API', () => {
  test('the overview has its fields, and the distribution its six levels', async () => {
    const overview = await json('/api/overview');
    expect(overview).toMatchObject({
      total_devices: 2,
      active_devices: 2,
      risk_distribution: { NORMAL: 1, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 1, UNKNOWN: 0 },
      silent_high_risk_devices: [],
      system_status: 'HEALTHY',
    });
    expect(overview.recent_alerts.length).toBeGreaterThan(0);
    expect(overview.recent_alerts.length).toBeLessThanOrEqual(5);
    expect(overview.recent_alerts[0]).toMatchObject({
      device_id: 'hot-1',
      alert_type: 'TEMPERATURE_CRITICAL',
      alert_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      risk_score: expect.any(Number),
      message: expect.stringContaining('🚨 화재 위험 감지 - 디바이스 hot-1\n위험도: '),
      sensor_data: { temperature: expect.any(Number), arc_count: 1, co_gas: 2, voc: 60 },
      resolved: false,
    });
  });

  test('a device has its state, its readings oldest first, its alerts and its recommendations', async () => {
    const device = await json('/api/device/hot-1');
    expect(device.device_info).toEqual({
      device_id: 'hot-1',
      last_seen: expect.stringMatching(/Z$/),
      current_risk_level: 'CRITICAL',
      current_risk_score: expect.any(Number),
      last_temperature: 73,
      last_arc_count: 1,
      total_alarms: expect.any(Number),
      last_status_bits: 128,
      last_idx: 13,
    });
    expect(device.device_info.total_alarms).toBeGreaterThanOrEqual(1);
    expect(device.timeseries_data).toHaveLength(12);
    const temperatures = device.timeseries_data.map((p: { temperature: number }) => p.temperature);
    expect(temperatures).toEqual(Array.from({ length: 12 }, (_, reading) => 62 + reading));
    expect(Object.keys(device.timeseries_data[0]).sort()).toEqual([
      'arc_count',
      'current',
      'risk_score',
      'temperature',
      'timestamp',
      'voltage',
    ]);
    expect(device.recent_alerts[0]).toHaveProperty('device_id', 'hot-1');
    expect(device.recommendations).toContainEqual({
      priority: 'HIGH',
      type: 'COOLING_CHECK',
      message: '냉각 시스템 점검 및 환기 확인이 필요합니다.',
      action: 'MAINTENANCE',
    });
    expect(device.recommendations.map(({ type }: { type: string }) => type)).toContain(
      'ELECTRICAL_CHECK',
    );
  });

  test('alarms are found by the filters of the table, page by page, and what is not understood is refused', async () => {
    const all = await json('/api/alarms?limit=1000');
    expect(all.alarms.length).toBeGreaterThan(1);
    expect(all.next).toBeNull();
    expect(all.alarms[0]).toMatchObject({
      device_id: 'hot-1',
      onset: expect.stringMatching(/Z$/),
      ended: null,
      outcome: null,
    });
    const fires = await json('/api/alarms?class=fire,supervisory&text=hot&sort=urgency&limit=1');
    expect(fires.alarms).toHaveLength(1);
    expect(fires.alarms[0]).toMatchObject({ alarm_class: 'fire', alert_level: 'CRITICAL' });
    const walked: string[] = [];
    for (let next = ''; ; ) {
      const page = await json(`/api/alarms?limit=1${next}`);
      walked.push(...page.alarms.map((one: { alert_id: string }) => one.alert_id));
      if (page.next === null) break;
      next = `&after=${page.next}`;
    }
    expect(walked).toEqual(all.alarms.map((one: { alert_id: string }) => one.alert_id));
    for (const wrong of ['clas=fire', 'class=panic', 'after=x', 'from=soon', 'limit=0']) {
      const refused = await desk.get(`/api/alarms?${wrong}`);
      expect(refused.status, wrong).toBe(400);
      expect(await refused.json()).toEqual({ error: expect.any(String) });
    }
  });

  test('realtime is the newest reading with its status bits by name', async () => {
    expect(await json('/api/realtime/hot-1')).toMatchObject({
      temperature: 73,
      risk_score: expect.any(Number),
      voltage: 220.4,
      current: 5,
      arc_count: 1,
      status_bits: 128,
      alarm_status: { sensor_temp_alarm: true, pcb_temp_alarm: false, total_alarm_count: 1 },
    });
  });

  test('metrics count the batches and readings of five minutes', async () => {
    const metrics = await json('/api/metrics');
    expect(Object.keys(metrics).sort()).toEqual(['kinesis_records', 'lambda_invocations']);
    const sum = (points: { Sum: number; Unit: string; Timestamp: string }[]) => {
      for (const { Unit, Timestamp } of points) {
        expect(Unit).toBe('Count');
        expect(Date.parse(Timestamp) % 300_000).toBe(0);
      }
      return points.reduce((total, { Sum }) => total + Sum, 0);
    };
    expect(sum(metrics.kinesis_records)).toBe(13);
    expect(sum(metrics.lambda_invocations)).toBeGreaterThan(0);
  });

  test.each<[string, number, unknown, string?]>([
    ['/api/device/nobody', 404, 'Device not found'],
    ['/api/realtime/nobody', 404, 'No recent data'],
    ['/api/nothing', 404, 'Not found'],
    ['/nothing', 404, 'Not found'],
    ['/api/device/an-id-of-3000-characters', 404, 'Not found', `/api/device/${'x'.repeat(3000)}`],
    ['/api/device/%E0%A4%A', 400, 'Bad request'],
    ['/api/device/..%2F..%2Fetc%2Fpasswd', 404, 'Device not found'],
  ])('GET %s is %d in JSON', async (name, status, error, path) => {
    const response = await desk.get(path ?? name);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error });
  });

  test.each([
    '/api/overview',
    '/api/device/hot-1',
    '/api/realtime/hot-1',
    '/api/metrics',
    '/metrics',
    '/healthz',
    '/rpc/desk/floors',
  ])('another method on %s is 405, with those that are allowed', async (path) => {
    const response = await fetch(desk.url + path, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toMatch(path.startsWith('/rpc') ? /POST/ : /GET/);
    expect(await response.json()).toEqual({ error: 'DELETE is not allowed here' });
  });
});

describe('Prometheus', () => {
  test('reads what the engine counted, in base units', async () => {
    const response = await desk.get('/metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    const value = (sample: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${sample} `))
          ?.split(' ')[1],
      );
    expect(value('emberwatch_readings_committed_total')).toBe(13);
    expect(value('emberwatch_notification_channels')).toBe(0);
    expect(value('emberwatch_notifications_waiting')).toBe(0);
    expect(value('emberwatch_frames_received_total')).toBe(13);
    expect(value('emberwatch_messages_quarantined_total')).toBe(0);
    expect(value('emberwatch_readings_duplicate_total')).toBe(0);
    expect(value('emberwatch_batches_committed_total')).toBeGreaterThan(0);
    expect(value('emberwatch_feed_up{feed="lan-broker"}')).toBe(1);
    expect(value('emberwatch_devices{level="CRITICAL"}')).toBe(1);
    expect(value('emberwatch_alarms{class="fire",state="unacknowledged"}')).toBeGreaterThan(0);
    expect(value('emberwatch_commit_latency_seconds{quantile="0.99"}')).toBeLessThan(60);
    expect(value('emberwatch_memory_bytes')).toBeGreaterThan(1e6);
    expect(text).toMatch(/^emberwatch_build_info\{version="[\d.]+",node="v\d+.*\} 1$/m);
  });

  test('every family is named, helped and typed as the conventions ask', async () => {
    const text = await (await desk.get('/metrics')).text();
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({
      name,
      type,
    }));
    expect(types.length).toBeGreaterThan(15);
    for (const { name, type } of types) {
      expect(name).toMatch(/^emberwatch_[a-z_]+$/);
      expect(name?.endsWith('_total')).toBe(type === 'counter');
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'));
    }
  });

  test('a second scrape does not count anything twice', async () => {
    const committed = async () =>
      /^emberwatch_readings_committed_total (\d+)/m.exec(
        await (await desk.get('/metrics')).text(),
      )?.[1];
    expect(await committed()).toBe('13');
    expect(await committed()).toBe('13');
  });
});
