import { describe, expect, test } from 'vitest';
import {
  type DECODE_REFUSALS,
  decode,
  deviceIdOfTopic,
  MAX_PAYLOAD_BYTES,
} from '#shared/telemetry/decode.ts';
import { bytes, MESSAGE, SITE, without } from './wireMessages.ts';

const TOPIC = 'fire-prediction/device/TEST001/data';
const read = (message: unknown, options = SITE) => decode(bytes(message), TOPIC, options);

function reading(message: unknown, options = SITE) {
  const result = read(message, options);
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.reading;
}

test("the wire's names become the product's names", () => {
  expect(
    reading({ ...MESSAGE, status: 5, verifySts: 4, timestamp: '2024-01-01T12:00:00Z' }),
  ).toEqual({
    deviceId: 'TEST001',
    idx: 1,
    status: 5,
    verifyStatus: 4,
    deviceTime: Date.UTC(2024, 0, 1, 12),
    voltage: 220,
    voltageLow: 219,
    current: 5,
    leakageCurrent: 0.5,
    resistiveLeakage: 0.3,
    power: 1.1,
    pcbTemperature: 35,
    sensorTemperature: 37,
    coGas: 5,
    voc: 50,
    powerFactor: 0.95,
    arcCount: 0,
  });
});

test("the names that the cloud's rule projects give the same reading", () => {
  const projected = {
    ...without('ct', 'zct', 'rzct', 'pwr', 'pFct', 'aArc'),
    current: 5,
    leakage_current: 0.5,
    resistive_leakage: 0.3,
    power: 1.1,
    power_factor: 0.95,
    arc_count: 0,
  };
  expect(read(projected)).toEqual(read(MESSAGE));
});

test('both names of a field are fine while they agree', () => {
  expect(read({ ...MESSAGE, current: 5 })).toEqual(read(MESSAGE));
});

test.each([
  ['kW', 1.1, 1.1],
  ['W', 1100, 1.1],
] as const)('a site that sends %s gets its power in kW', (powerUnit, pwr, power) => {
  expect(reading({ ...MESSAGE, pwr }, { ...SITE, powerUnit }).power).toBe(power);
});

test('a site that sends percent gets its power factor as a ratio, up to 100', () => {
  const percent = { ...SITE, powerFactorUnit: 'percent' } as const;
  expect(reading({ ...MESSAGE, pFct: 95 }, percent).powerFactor).toBe(0.95);
  expect(read({ ...MESSAGE, pFct: 100.1 }, percent)).toMatchObject({ reason: 'outOfDomain' });
});

test('a communication error is a reading, not a refusal', () => {
  expect(reading({ ...MESSAGE, status: 4096 }).status).toBe(4096);
  expect(reading({ ...MESSAGE, status: 2_147_483_647 }).status).toBe(2_147_483_647);
});

test('negative measurements are kept for validation to mark', () => {
  expect(reading({ ...MESSAGE, volt: -1, pwr: -3, pFct: -0.2 })).toMatchObject({
    voltage: -1,
    power: -3,
    powerFactor: -0.2,
  });
});

test.each([['idx'], ['verifySts'], ['timestamp']])('%s may be absent or null', (field) => {
  for (const message of [without(field), { ...MESSAGE, [field]: null }])
    expect(read(message).ok).toBe(true);
});

test.each([['tomorrow'], [true], [{}], [-5]])(
  'an unreadable time %j is no refusal',
  (timestamp) => {
    expect(reading({ ...MESSAGE, timestamp }).deviceTime).toBeNull();
  },
);

test('unknown fields and prototype tricks change nothing', () => {
  const trick = JSON.stringify(MESSAGE).replace(
    '{',
    '{"__proto__":{"volt":999,"isAdmin":true},"constructor":{"prototype":1},"fw":"1.2.3",',
  );
  expect(decode(bytes(trick), TOPIC, SITE)).toEqual(read(MESSAGE));
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
});

test('a field that only a prototype trick provides is missing', () => {
  const trick = JSON.stringify(without('volt')).replace('{', '{"__proto__":{"volt":230},');
  expect(decode(bytes(trick), TOPIC, SITE)).toMatchObject({ ok: false, reason: 'missingField' });
});

describe('what is refused, with the field and a shortened value', () => {
  const longText = 'x'.repeat(200);
  const cases: readonly [string, unknown, (typeof DECODE_REFUSALS)[number], string][] = [
    ['an array', [MESSAGE], 'notObject', '[{"deviceId"'],
    ['a text', '"hello"', 'notObject', '"hello"'],
    ['null', 'null', 'notObject', 'null'],
    ['half a message', '{"deviceId":"TES', 'notJson', 'TES'],
    ['an empty payload', '', 'notJson', '""'],
    ['NaN', '{"volt":NaN}', 'notJson', 'NaN'],
    ['a byte order mark', `\ufeff${JSON.stringify(MESSAGE)}`, 'notJson', 'message'],
    ['no deviceId', without('deviceId'), 'missingField', 'deviceId: absent'],
    ['a deviceId that is a number', { ...MESSAGE, deviceId: 1 }, 'wrongType', 'deviceId: 1'],
    ['an empty deviceId', { ...MESSAGE, deviceId: '' }, 'outOfDomain', 'deviceId: ""'],
    ['another device', { ...MESSAGE, deviceId: 'TEST002' }, 'deviceIdMismatch', 'TEST001'],
    ['no status', without('status'), 'missingField', 'status: absent'],
    ['a text status', { ...MESSAGE, status: '5' }, 'wrongType', 'status: "5"'],
    ['a boolean status', { ...MESSAGE, status: true }, 'wrongType', 'status: true'],
    ['a fractional status', { ...MESSAGE, status: 4.5 }, 'outOfDomain', 'status: 4.5'],
    ['a negative status', { ...MESSAGE, status: -1 }, 'outOfDomain', 'status: -1'],
    ['a status over 31 bits', { ...MESSAGE, status: 2 ** 31 }, 'outOfDomain', '2147483648'],
    ['a missing measurement', without('zct'), 'missingField', 'zct: absent'],
    ['a null measurement', { ...MESSAGE, co: null }, 'wrongType', 'co: null'],
    ['a text measurement', { ...MESSAGE, volt: '220' }, 'wrongType', 'volt: "220"'],
    ['a long text', { ...MESSAGE, voc: longText }, 'wrongType', '…'],
    ['a nested measurement', { ...MESSAGE, pwr: { value: 1 } }, 'wrongType', 'pwr: {"value":1}'],
    ['infinity', JSON.stringify(MESSAGE).replace('220', '1e999'), 'outOfDomain', 'volt'],
    ['a huge number', { ...MESSAGE, ct: -1e300 }, 'outOfDomain', 'ct: -1e+300'],
    ['a power factor above 1', { ...MESSAGE, pFct: 95 }, 'outOfDomain', 'pFct: 95'],
    ['half an arc', { ...MESSAGE, aArc: 0.5 }, 'outOfDomain', 'aArc: 0.5'],
    ['negative arcs', { ...MESSAGE, aArc: -1 }, 'outOfDomain', 'aArc: -1'],
    ['a text idx', { ...MESSAGE, idx: '7' }, 'wrongType', 'idx: "7"'],
    ['a fractional idx', { ...MESSAGE, idx: 1.5 }, 'outOfDomain', 'idx: 1.5'],
    ['a text verifySts', { ...MESSAGE, verifySts: 'x' }, 'wrongType', 'verifySts: "x"'],
    ['two currents', { ...MESSAGE, current: 6 }, 'ambiguousField', 'ct: 5, current: 6'],
    ['a null first name', { ...MESSAGE, aArc: null, arc_count: 0 }, 'wrongType', 'aArc: null'],
  ];
  test.each(cases)('%s', (_, message, reason, detail) => {
    const result = read(message);
    expect(result).toMatchObject({ ok: false, reason });
    if (result.ok) return;
    expect(result.detail).toContain(detail);
    expect(result.detail.length).toBeLessThan(120);
  });

  test('bytes that are not UTF-8', () => {
    const broken = bytes({ ...MESSAGE, note: 'abcd' });
    broken[broken.indexOf(0x62)] = 0xc3;
    expect(decode(broken, TOPIC, SITE)).toMatchObject({ reason: 'notUtf8' });
  });

  test('more than 128 KiB, however well formed; exactly 128 KiB passes', () => {
    const padded = (size: number) => {
      const message = bytes(MESSAGE);
      const payload = new Uint8Array(size).fill(0x20);
      payload.set(message);
      return decode(payload, TOPIC, SITE);
    };
    expect(padded(MAX_PAYLOAD_BYTES).ok).toBe(true);
    expect(padded(MAX_PAYLOAD_BYTES + 1)).toMatchObject({ reason: 'tooLarge' });
  });

  test('a hundred thousand brackets', () => {
    expect(read('['.repeat(100_000))).toMatchObject({ reason: 'notJson' });
  });
});

describe('topics', () => {
  test.each([
    'fire-prediction/device/TEST001/status',
    'fire-prediction/device/TEST001/data/more',
    'other/device/TEST001/data',
    'fire-prediction/device//data',
    'fire-prediction/device/data',
    'fire-prediction/device/a/b/data',
    'fire-prediction/device/+/data',
    '',
  ])('of another shape are refused: %s', (topic) => {
    expect(decode(bytes(MESSAGE), topic, SITE)).toMatchObject({ reason: 'topicShape' });
  });

  test.each([
    ['device-001', true],
    ['배전반 3', true],
    ['A'.repeat(128), true],
    ['A'.repeat(129), false],
    [' padded ', false],
    ['line\nfeed', false],
    ['zero\u200bwidth', false],
    ['right\u202eto-left', false],
    ['lone\ud800surrogate', false],
    ['__proto__', true],
  ])('a device may be called %j: %s', (id, allowed) => {
    expect(deviceIdOfTopic(`fire-prediction/device/${id}/data`)).toBe(allowed ? id : undefined);
  });
});
