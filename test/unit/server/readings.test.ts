import { describe, expect, test } from 'vitest';
import { type RestReading, realtime, timeseriesPoint } from '../../../main/server/rest/readings.ts';
import { alarmStatus } from '../../../main/server/rest/seedNames.ts';
import { systemMetrics } from '../../../main/server/rest/systemMetrics.ts';

const stored = (change: Partial<RestReading['reading']> = {}): RestReading => ({
  indicatorScore: 0.43,
  reading: {
    deviceId: 'device-001',
    idx: 7,
    status: 2048,
    verifyStatus: null,
    deviceTime: null,
    measuredAt: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    receivedAt: Date.UTC(2026, 0, 2, 3, 4, 6),
    quality: [],
    voltage: 220,
    voltageLow: 218,
    current: 12.5,
    leakageCurrent: 0.5,
    resistiveLeakage: 0.3,
    power: 2.5,
    pcbTemperature: 55,
    sensorTemperature: 58,
    coGas: 5,
    voc: 50,
    powerFactor: 0.92,
    arcCount: 3,
    ...change,
  },
});

test('a point of the time series has the seed’s names, and the hotter temperature', () => {
  expect(timeseriesPoint(stored())).toEqual({
    timestamp: '2026-01-02T03:04:05.006Z',
    temperature: 58,
    risk_score: 0.43,
    arc_count: 3,
    voltage: 220,
    current: 12.5,
  });
  expect(timeseriesPoint(stored({ pcbTemperature: 61 })).temperature).toBe(61);
});

test('realtime adds the status', () => {
  const answer = realtime(stored());
  expect(answer.status_bits).toBe(2048);
  expect(answer.alarm_status.arc_alarm).toBe(true);
  expect(answer.alarm_status.total_alarm_count).toBe(1);
});

describe('the seed’s status bits', () => {
  test.each([
    [0, [], 0, false],
    [1, ['overvoltage'], 1, false],
    [2, ['power_outage'], 1, false],
    [24, ['total_leakage', 'resistive_leakage'], 2, false],
    [2048, ['arc_alarm'], 1, false],
    [4096, [], 0, true],
    [4096 + 64, ['pcb_temp_alarm'], 1, true],
  ] as const)('%d', (status, bits, count, error) => {
    const { total_alarm_count, communication_error, ...flags } = alarmStatus(status);
    const set = Object.entries(flags).filter(([, on]) => on);
    expect(set.map(([name]) => name)).toEqual(bits);
    expect(Object.keys(flags)).toHaveLength(12);
    expect(total_alarm_count).toBe(count);
    expect(communication_error).toBe(error);
  });
});

test('metrics are CloudWatch’s datapoints of five minutes', () => {
  const start = Date.UTC(2026, 0, 1);
  expect(systemMetrics([{ start, batches: 3, readings: 120 }])).toEqual({
    lambda_invocations: [{ Timestamp: '2026-01-01T00:00:00.000Z', Sum: 3, Unit: 'Count' }],
    kinesis_records: [{ Timestamp: '2026-01-01T00:00:00.000Z', Sum: 120, Unit: 'Count' }],
  });
});
