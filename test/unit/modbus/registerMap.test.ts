import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { measurementOf, messageOf, Registers, requestsOf } from '#shared/modbus/readings.ts';
import { explainMap, type Profile, RegisterMap } from '#shared/modbus/registerMap.ts';
import { planRequests, widthOf } from '#shared/modbus/requests.ts';
import { decodeMessage } from '#shared/telemetry/wireMessage.ts';

const register = (more = {}) => ({ field: 'volt', function: 3, address: 0, type: 'u16', ...more });
const mapOf = (registers: readonly object[], devices?: readonly object[]) => ({
  version: 1,
  profiles: { meter: { registers } },
  devices: devices ?? [{ deviceId: 'a', pollSeconds: 1, units: [{ unit: 1, profile: 'meter' }] }],
});
const profileOf = (...registers: readonly object[]): Profile =>
  RegisterMap.parse(mapOf(registers)).profiles['meter'] as Profile;

test.each(['example-meter', 'example-leakage-relay'])('%s in the guides can be used', (name) => {
  const file = new URL(`../../../docs/modbus/${name}.json`, import.meta.url);
  expect(RegisterMap.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success).toBe(true);
});

describe('a map that does not fit together says where', () => {
  test.each([
    [
      'a field twice',
      mapOf([register(), register({ address: 1 })]),
      'profiles.meter.registers[1].field: volt is read twice',
    ],
    [
      'half a value',
      mapOf([register({ address: 65_535, type: 'u32' })]),
      'profiles.meter.registers[0].address: its second register is past 65535',
    ],
    [
      'no such profile',
      mapOf(
        [register()],
        [{ deviceId: 'a', pollSeconds: 1, units: [{ unit: 1, profile: 'relay' }] }],
      ),
      'devices[0].units[0].profile: there is no profile "relay"',
    ],
    [
      'a scale of nothing',
      mapOf([register({ scale: 0 })]),
      'profiles.meter.registers[0].scale: must not be 0',
    ],
  ])('%s', (_, map, complaint) => {
    const { error } = RegisterMap.safeParse(map);
    expect(error && explainMap(error)).toContain(complaint);
  });
});

describe('registers become values', () => {
  const read = (more: object, ...words: number[]) => {
    const [first] = profileOf(register(more)).registers;
    const registers = new Registers();
    registers.add({ function: 3, address: 0, count: words.length }, words);
    return measurementOf(first!, registers);
  };

  test.each([
    [{ type: 'u16' }, [0xffff], 65_535],
    [{ type: 'i16' }, [0xffff], -1],
    [{ type: 'u32' }, [0x0001, 0x0002], 65_538],
    [{ type: 'u32', wordOrder: 'lowFirst' }, [0x0002, 0x0001], 65_538],
    [{ type: 'i32' }, [0xffff, 0xfffe], -2],
    [{ type: 'f32' }, [0x435c, 0x8000], 220.5],
    [{ type: 'f32', wordOrder: 'lowFirst' }, [0x8000, 0x435c], 220.5],
    [{ type: 'f32' }, [0x7fc0, 0], null],
    [{ type: 'i16', absent: 32_767 }, [0x7fff], null],
    [{ type: 'u16', scale: 0.1, offset: -40 }, [650], 25],
    [{ type: 'i16', field: 'pFct', scale: 0.001 }, [0xfc4a], 0.95],
  ] as const)('%j of %j', (more, words, value) => {
    const measured = read(more, ...words);
    if (value === null) expect(measured).toBeNull();
    else expect(measured).toBeCloseTo(value, 9);
  });
});

it('asks for every register once, in requests that no unit refuses for their length', () => {
  const span = fc.record({
    function: fc.constantFrom(3 as const, 4 as const),
    address: fc.nat(400),
    type: fc.constantFrom('u16' as const, 'f32' as const),
  });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 40 }), (spans) => {
      const requests = planRequests(spans);
      for (const { count } of requests) {
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(125);
      }
      for (const { function: code, address, type } of spans)
        expect(
          requests.some(
            (one) =>
              one.function === code &&
              one.address <= address &&
              one.address + one.count >= address + widthOf(type),
          ),
        ).toBe(true);
    }),
  );
});

describe('a device of two units', () => {
  const meter = profileOf(register());
  const relay = RegisterMap.parse({
    ...mapOf([register({ field: 'zct' })]),
    profiles: {
      meter: {
        registers: [register({ field: 'zct' })],
        alarms: [{ function: 3, address: 1, mask: 4, sets: 'totalLeakage' }],
      },
    },
  }).profiles['meter'] as Profile;
  const answered = (...words: number[]) => {
    const registers = new Registers();
    registers.add({ function: 3, address: 0, count: words.length }, words);
    return registers;
  };

  it('is one message, which the decoder takes, with nothing that nobody measured', () => {
    expect(requestsOf(relay)).toEqual([{ function: 3, address: 0, count: 2 }]);
    const message = messageOf(
      'a',
      [
        { profile: meter, registers: answered(221) },
        { profile: relay, registers: answered(7, 4) },
      ],
      1_700_000_000_000,
    );
    expect(message).toMatchObject({ volt: 221, zct: 7, status: 8, timestamp: 1_700_000_000_000 });
    const decoded = decodeMessage(message, { powerUnit: 'kW', powerFactorUnit: 'ratio' });
    expect(decoded).toMatchObject({
      ok: true,
      reading: { voltage: 221, leakageCurrent: 7, current: Number.NaN, coGas: Number.NaN },
    });
  });

  it('has a communication error while one is away, and is silent when both are', () => {
    const away = { profile: relay, registers: null };
    const message = messageOf('a', [{ profile: meter, registers: answered(221) }, away], 1);
    expect(message).toMatchObject({ volt: 221, status: 4096 });
    expect(message?.absent).toContain('zct');
    expect(messageOf('a', [{ profile: meter, registers: null }, away], 1)).toBeNull();
  });
});
