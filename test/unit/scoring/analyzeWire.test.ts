import { expect, test } from 'vitest';
import { WireAnalyzer } from '#shared/scoring/analyzeWire.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { MESSAGE, SITE, without } from '../telemetry/wireMessages.ts';
import { T0 } from './calmReading.ts';

const analyzer = () =>
  new WireAnalyzer({ ...SITE, startAt: T0, assumedIntervalMs: 10_000 }, DEFAULT_THRESHOLDS);
const line = (change: object) => JSON.stringify({ ...MESSAGE, ...change });

test('a line becomes every part of the score, in an order of keys that never changes', () => {
  const calm = analyzer().analyze(line({ timestamp: T0 }));
  const burning = analyzer().analyze(line({ timestamp: T0, pcbTemp: 80, status: 4096 + 64 }));
  expect(Object.keys(calm ?? {})).toEqual([
    'deviceId',
    'idx',
    'measuredAt',
    'quality',
    'temperatureRisk',
    'temperatureScore',
    'electricalScore',
    'gasScore',
    'indicatorScore',
    'ruleRisk',
    'statusRisk',
    'patternRisk',
    'history',
    'finalScore',
    'scoreLevel',
    'floorLevel',
    'effectiveLevel',
    'agreement',
    'alertType',
    'conditions',
    'recommendations',
    'reasons',
    'thresholdsVersion',
  ]);
  expect(Object.keys(burning ?? {})).toEqual(Object.keys(calm ?? {}));
  expect(burning).toMatchObject({
    effectiveLevel: 'CRITICAL',
    alertType: 'TEMPERATURE_CRITICAL',
    conditions: ['HIGH_TEMPERATURE'],
    thresholdsVersion: DEFAULT_THRESHOLDS.version,
  });
});

test('nobody is alerted below HIGH', () => {
  expect(analyzer().analyze(line({ timestamp: T0 }))).toMatchObject({
    effectiveLevel: 'NORMAL',
    alertType: null,
    conditions: [],
    recommendations: [],
  });
});

test('each device has a history of its own, and only of itself', () => {
  const lines = analyzer();
  for (let i = 0; i < 4; i++) lines.analyze(line({ timestamp: T0 + i * 1000 }));
  expect(lines.analyze(line({ deviceId: 'OTHER', timestamp: T0 }))).toMatchObject({
    history: { state: 'INSUFFICIENT_DATA', readingCount: 1 },
  });
  expect(lines.analyze(line({ timestamp: T0 + 4000 }))).toMatchObject({
    history: { state: 'AVAILABLE', readingCount: 5 },
  });
});

test("an old file keeps its own times: there is no desk's clock to compare them with", () => {
  expect(analyzer().analyze(line({ timestamp: '2019-05-05T00:00:00Z' }))).toMatchObject({
    measuredAt: Date.UTC(2019, 4, 5),
    quality: [],
  });
});

test('messages without a time are put one interval after the one before', () => {
  const lines = analyzer();
  const places = [undefined, undefined, T0 + 60_000, undefined].map((timestamp) =>
    lines.analyze(line({ timestamp })),
  );
  expect(places).toMatchObject([
    { measuredAt: T0, quality: ['noDeviceTime'] },
    { measuredAt: T0 + 10_000, quality: ['noDeviceTime'] },
    { measuredAt: T0 + 60_000, quality: [] },
    { measuredAt: T0 + 70_000, quality: ['noDeviceTime'] },
  ]);
});

test('a line that cannot be read says why and where, and the next is read as if it had not been', () => {
  const lines = analyzer();
  expect(lines.analyze('{')).toEqual({
    error: { reason: 'notJson', detail: 'message: "{"', line: 1 },
  });
  expect(lines.analyze('   ')).toBeNull();
  expect(lines.analyze(JSON.stringify(without('volt')))).toEqual({
    error: { reason: 'missingField', detail: 'volt: absent', line: 3 },
  });
  expect(lines.analyze(line({}))).toMatchObject({ history: { readingCount: 1 } });
});

test('readings out of range are scored, marked, and left out of the history', () => {
  const lines = analyzer();
  expect(lines.analyze(line({ pcbTemp: 150 }))).toMatchObject({
    quality: ['outOfRange', 'noDeviceTime'],
    effectiveLevel: 'CRITICAL',
    history: { readingCount: 0 },
  });
});

test('a device may be called like a property of every object', () => {
  const lines = analyzer();
  for (const deviceId of ['__proto__', 'constructor'])
    expect(lines.analyze(JSON.stringify({ ...MESSAGE, deviceId }))).toMatchObject({
      deviceId,
      history: { readingCount: 1 },
    });
});
