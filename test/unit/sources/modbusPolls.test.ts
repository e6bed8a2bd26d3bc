/** What is counted of each unit of a bus, whose line the test plays. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openModbusGateway } from '#engine/sources/serial/ModbusGateway.ts';
import type { PortEvents } from '#engine/sources/serial/serialDriver.ts';
import { ModbusRtuSettings } from '#shared/connections/modbus.ts';
import { crc16 } from '#shared/serial/crc16.ts';
import { FrameSink } from '../../support/frames.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const POLL_MS = 10_000;

const frame = (...content: number[]) => {
  const sum = crc16(Uint8Array.from(content));
  return Uint8Array.of(...content, sum & 0xff, sum >> 8);
};
const garbled = (bytes: Uint8Array) => bytes.with(3, (bytes[3] ?? 0) ^ 1);

/** By unit: one that answers, one that refuses, one on a bad line, one that is not there. */
const ANSWERS: Readonly<Record<number, Uint8Array>> = {
  1: frame(1, 3, 2, 0, 220),
  2: frame(2, 0x83, 2),
  3: garbled(frame(3, 3, 2, 0, 220)),
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('is what became of each request', async () => {
  let port: PortEvents | undefined;
  const source = openModbusGateway({
    id: 'modbus-1',
    settings: ModbusRtuSettings.parse({
      kind: 'modbusRtu',
      path: '/dev/ttyUSB1',
      timeoutMs: 100,
      retries: 1,
      pauseMs: 0,
      map: {
        version: 1,
        profiles: {
          meter: { registers: [{ field: 'volt', function: 3, address: 0, type: 'u16' }] },
        },
        devices: [1, 2, 3, 4].map((unit) => ({
          deviceId: `panel-${unit}`,
          pollSeconds: POLL_MS / 1000,
          units: [{ unit, profile: 'meter' }],
        })),
      },
    }),
    now: Date.now,
    log: recordingLog().log,
    openPort: (_, events) => {
      port = events;
      return {
        write(bytes) {
          const answer = ANSWERS[bytes[0] ?? 0];
          if (answer) queueMicrotask(() => events.data(answer));
        },
        close: () => Promise.resolve(),
      };
    },
  });
  const sink = new FrameSink().attach(source);
  port?.opened();
  await vi.advanceTimersByTimeAsync(POLL_MS - 1);
  const nothing = { asked: 0, answered: 0, timedOut: 0, garbled: 0, refused: 0 };
  expect(source.polls()).toEqual([
    { unit: 1, devices: ['panel-1'], away: false, ...nothing, asked: 1, answered: 1 },
    // Asking again what was refused would be refused again.
    { unit: 2, devices: ['panel-2'], away: false, ...nothing, asked: 1, refused: 1 },
    { unit: 3, devices: ['panel-3'], away: false, ...nothing, asked: 2, garbled: 2 },
    { unit: 4, devices: ['panel-4'], away: false, ...nothing, asked: 2, timedOut: 2 },
  ]);
  await vi.advanceTimersByTimeAsync(2 * POLL_MS);
  expect(source.polls().map(({ away }) => away)).toEqual([false, true, true, true]);
  expect(sink.frames).toHaveLength(3);
  await source.stop();
});
