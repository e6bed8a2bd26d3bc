import { describe, expect, it, test } from 'vitest';
import { contentKey } from '#engine/RecentKeys.ts';
import { formatSensor } from '#shared/i18n/format.ts';
import { DeviceWindow } from '#shared/prediction/DeviceWindow.ts';
import { assess } from '#shared/scoring/assess.ts';
import { clearance } from '#shared/scoring/clearance.ts';
import { FloorWatch } from '#shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { decodeText } from '#shared/telemetry/decode.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import { MEASURED_FIELDS } from '#shared/telemetry/wireMessage.ts';
import { wireSchema } from '#shared/telemetry/wireSchema.ts';
import { MESSAGE, SITE, without } from './wireMessages.ts';

const T0 = 1_700_000_000_000;
/** A message that measures these and nothing else. */
const only = (values: Readonly<Record<string, number>>) => ({
  deviceId: 'relay',
  status: 0,
  timestamp: T0,
  ...values,
  absent: MEASURED_FIELDS.filter((field) => values[field] === undefined),
});

function read(values: Readonly<Record<string, number>>) {
  const decoded = decodeText(JSON.stringify(only(values)), SITE);
  if (!decoded.ok) throw new Error(decoded.detail);
  return placeInTime(decoded.reading, T0, false, DEFAULT_THRESHOLDS);
}

function judge(values: Readonly<Record<string, number>>) {
  const reading = read(values);
  const assessment = assess(
    reading,
    new DeviceHistory(),
    DEFAULT_THRESHOLDS,
    null,
    new FloorWatch(),
  );
  return { reading, assessment };
}

describe('what a device says that it does not measure', () => {
  it('may be missing, and nothing else may', () => {
    const parse = (message: object) => decodeText(JSON.stringify(message), SITE);
    expect(parse({ ...without('co'), absent: ['co'] })).toMatchObject({
      ok: true,
      reading: { coGas: Number.NaN, voc: 50 },
    });
    expect(parse(without('co'))).toMatchObject({ reason: 'missingField' });
    expect(parse({ ...without('co', 'voc'), absent: ['co'] })).toMatchObject({
      reason: 'missingField',
    });
  });

  test.each([
    ['no list', { ...MESSAGE, absent: 'co' }, 'wrongType'],
    ['an unknown name', { ...MESSAGE, absent: ['idx'] }, 'outOfDomain'],
    ['a value all the same', { ...MESSAGE, absent: ['co'] }, 'ambiguousField'],
    [
      'a value by its other name',
      { ...without('ct'), current: 5, absent: ['ct'] },
      'ambiguousField',
    ],
    ['everything', only({}), 'missingField'],
  ] as const)('is refused: %s, by decoder and schema alike', (_, message, reason) => {
    expect(decodeText(JSON.stringify(message), SITE)).toMatchObject({ ok: false, reason });
    expect(wireSchema(SITE).safeParse(message).success).toBe(false);
  });

  it('is read alike by the schema', () => {
    const message = only({ zct: 3.5, sensorTemp: 40 });
    const decoded = decodeText(JSON.stringify(message), SITE);
    expect(wireSchema(SITE).parse(message)).toEqual(decoded.ok && decoded.reading);
  });
});

describe('what is not measured', () => {
  it('gives no reason and no score', () => {
    const { assessment } = judge({ zct: 0.4 });
    expect(assessment).toMatchObject({ finalScore: 0, effectiveLevel: 'NORMAL', reasons: [] });
  });

  it('hides neither the one probe that is there nor the one leakage', () => {
    expect(judge({ sensorTemp: 150 }).assessment.effectiveLevel).toBe('CRITICAL');
    expect(judge({ pcbTemp: 150 }).assessment.effectiveLevel).toBe('CRITICAL');
    const leakage = judge({ rzct: 200 }).assessment;
    expect(leakage.floorLevel).toBe(judge({ zct: 200 }).assessment.floorLevel);
    expect(leakage.floorLevel).not.toBe('NORMAL');
  });

  it('is nothing that could be lowered to clear the alarm', () => {
    const { reading, assessment } = judge({ sensorTemp: 150, zct: 200 });
    const steps = clearance(reading, assessment, 0, DEFAULT_THRESHOLDS);
    expect(steps.map((step) => step.type === 'value' && step.sensor).sort()).toEqual([
      'leakageCurrent',
      'sensorTemperature',
    ]);
  });

  it('makes no trend and no average', () => {
    const history = new DeviceHistory();
    for (let i = 0; i < 10; i++) history.add({ ...read({ zct: 1 }), measuredAt: T0 + i * 1000 }, 0);
    expect(history.context(DEFAULT_THRESHOLDS)).toMatchObject({
      averageTemperature: null,
      temperatureTrend: null,
      recentArcs: 0,
      riskModifier: 1,
    });
  });

  it('leaves the model out, until the device measures everything', () => {
    const window = new DeviceWindow({ ratedCurrentA: null, gasSensor: null });
    window.add(read({ zct: 1 }));
    expect(window.state).toBe('sensorsMissing');
    const whole = decodeText(JSON.stringify({ ...MESSAGE, timestamp: T0 }), SITE);
    if (whole.ok) window.add(placeInTime(whole.reading, T0, false, DEFAULT_THRESHOLDS));
    expect(window.state).toBe('warmingUp');
  });

  it('does not make two different readings the same', () => {
    expect(contentKey(read({ zct: 1 }))).not.toBe(contentKey(read({ zct: 2 })));
  });

  it('is a dash, also when JSON has made null of it', () => {
    expect(formatSensor('coGas', Number.NaN, 'ko')).toBe('–');
    expect(formatSensor('coGas', null as unknown as number, 'en')).toBe('–');
  });
});
