import { describe, expect, test } from 'vitest';
import { ALARM_KINDS, DESK_KINDS, DEVICE_WATCH_KINDS } from '#shared/alarms/alarm.ts';
import { causesIn, kindBit, kindsOf, priorityOf, showsCalm } from '#shared/alarms/conditions.ts';
import { alarmId } from '#shared/alarms/identity.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import type { Assessment } from '#shared/scoring/assessment.ts';
import type { Reading } from '#shared/telemetry/reading.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';

const reading = (status: number, quality: Reading['quality'] = []) =>
  ({ status, quality }) as Reading;
const assessment = (effectiveLevel: Assessment['effectiveLevel']) =>
  ({ effectiveLevel }) as Assessment;
const kindsIn = (status: number, level: Assessment['effectiveLevel'] = 'NORMAL') =>
  kindsOf(causesIn(reading(status), assessment(level)));

describe('kinds', () => {
  test('fire latches and nothing else does', () => {
    for (const kind of ALARM_KINDS)
      expect(KIND_RULES[kind].latching).toBe(KIND_RULES[kind].alarmClass === 'fire');
  });

  test.each([
    [
      'fire',
      [
        'risk',
        'pcbTempAlarm',
        'sensorTempAlarm',
        'coAlarm',
        'arcAlarm',
        'emergencyTemperature',
        'riskJump',
        'riskCluster',
      ],
    ],
    [
      'trouble',
      [
        'communicationError',
        'clockSkew',
        'impossibleReading',
        'verifyMismatch',
        'stuckSensor',
        'sequenceGap',
        ...DEVICE_WATCH_KINDS,
        ...DESK_KINDS,
      ],
    ],
  ])('%s is exactly %j', (alarmClass, kinds) => {
    expect(ALARM_KINDS.filter((kind) => KIND_RULES[kind].alarmClass === alarmClass)).toEqual(kinds);
  });

  test('only the risk level makes an alarm critical', () => {
    for (const kind of ALARM_KINDS) {
      const critical = priorityOf(kind, assessment('CRITICAL')) === 'CRITICAL';
      expect(critical).toBe(kind === 'risk');
      expect(KIND_RULES[kind].priority).not.toBe('CRITICAL');
    }
    expect(priorityOf('risk', assessment('HIGH'))).toBe('HIGH');
  });
});

describe('causes', () => {
  test.each(STATUS_BITS.map((bit, index) => ({ bit, index })))(
    'status bit $index is $bit and nothing else',
    ({ bit, index }) => {
      expect(kindsIn(1 << index)).toEqual([bit]);
      expect(causesIn(reading(1 << index), assessment('NORMAL'))).toBe(kindBit(bit));
    },
  );

  test.each([
    { status: 0, level: 'MEDIUM', kinds: [] },
    { status: 0, level: 'HIGH', kinds: ['risk'] },
    { status: 0, level: 'CRITICAL', kinds: ['risk'] },
    { status: 4095, level: 'NORMAL', kinds: [...STATUS_BITS] },
    { status: 4096, level: 'NORMAL', kinds: ['communicationError'] },
    { status: 4096 + 2048, level: 'HIGH', kinds: ['risk', 'arcAlarm', 'communicationError'] },
    { status: 2 ** 31 + 1, level: 'NORMAL', kinds: ['overvoltage', 'communicationError'] },
  ] as const)('status $status at $level gives cause for $kinds', ({ status, level, kinds }) => {
    expect(kindsIn(status, level)).toEqual(kinds);
  });

  test('no reading gives cause for the alarm of a device that does not report', () => {
    expect(kindsIn(2 ** 53 - 1, 'CRITICAL')).not.toContain('deviceSilent');
  });
});

describe('a calm reading shows that the cause is gone', () => {
  test.each([
    { name: 'when nothing is wrong with it', given: reading(0), risk: true, overvoltage: true },
    { name: 'also when it comes late', given: reading(0, ['late']), risk: true, overvoltage: true },
    {
      name: 'but not of a fire kind when a value is impossible',
      given: reading(0, ['outOfRange']),
      risk: false,
      overvoltage: true,
    },
    {
      name: 'but not when it contradicts itself',
      given: reading(0, ['verifyMismatch']),
      risk: false,
      overvoltage: false,
    },
    {
      name: 'but not when the device lost its sensors',
      given: reading(4096),
      risk: false,
      overvoltage: false,
    },
  ])('$name', ({ given, risk, overvoltage }) => {
    expect(showsCalm('risk', given)).toBe(risk);
    expect(showsCalm('overvoltage', given)).toBe(overvoltage);
  });
});

describe('identity', () => {
  test('is the same for the same site, device, kind and onset', () => {
    expect(alarmId('hq', 'device-1', 'risk', 1_700_000_000_000)).toBe(
      'hq/device-1/risk/1700000000000',
    );
  });

  test('no device name imitates another alarm', () => {
    const ids = [
      alarmId('hq', 'a', 'risk', 1),
      alarmId('hq/a', '', 'risk', 1),
      alarmId('hq', '/a', 'risk', 1),
      alarmId('hq', '~1a', 'risk', 1),
      alarmId('hq~', '1a', 'risk', 1),
      alarmId('hq', 'a', 'arcAlarm', 1),
      alarmId('hq', 'a/risk/1', 'risk', 1),
      alarmId('hq', 'a', 'risk', 11),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('fits the contract for the longest names there can be', () => {
    expect(
      alarmId('~'.repeat(64), '/'.repeat(128), 'resistiveLeakage', 8.64e15).length,
    ).toBeLessThan(512);
  });
});
