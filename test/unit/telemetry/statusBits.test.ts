import { expect, test } from 'vitest';
import {
  alarmBits,
  hasStatusBit,
  isCommunicationError,
  STATUS_BITS,
  statusBitCount,
  statusBits,
} from '#shared/telemetry/statusBits.ts';

test.each(STATUS_BITS.map((bit, index) => [bit, 2 ** index] as const))(
  '%s alone is %d',
  (bit, status) => {
    expect(statusBits(status)).toEqual([bit]);
    expect(STATUS_BITS.filter((other) => hasStatusBit(status, other))).toEqual([bit]);
    expect(statusBitCount(status)).toBe(1);
  },
);

test('every combination of the twelve counts and names its own bits', () => {
  for (let status = 0; status < 4096; status++) {
    const names = statusBits(status);
    expect(names.length).toBe(statusBitCount(status));
    expect(names.reduce((sum, name) => sum + 2 ** STATUS_BITS.indexOf(name), 0)).toBe(status);
  }
});

test.each([
  [4096, 0],
  [4097, 1],
  [2 ** 31, 0],
  [2 ** 31 + 5, 5],
  [2 ** 40 + 2048, 2048],
  [Number.MAX_SAFE_INTEGER, 4095],
  [-1, 4095],
  [-4096, 0],
])('the alarm bits of %d are %d, however large the status is', (status, bits) => {
  expect(alarmBits(status)).toBe(bits);
});

test.each([
  [4095, false],
  [4096, true],
  [2 ** 31, true],
  [2 ** 32, true],
  [-1, false],
])('%d is a communication error: %s', (status, expected) => {
  expect(isCommunicationError(status)).toBe(expected);
});
