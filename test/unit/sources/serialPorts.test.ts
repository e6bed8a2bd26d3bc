import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { listSerialPorts } from '#engine/sources/serial/listSerialPorts.ts';
import { RtuPort } from '#engine/sources/serial/rtuPort.ts';
import { openSerialGateway } from '#engine/sources/serial/SerialGateway.ts';
import type { PortEvents } from '#engine/sources/serial/serialDriver.ts';
import { serialProblem } from '#engine/sources/serial/serialProblem.ts';
import { UnitState } from '#engine/sources/serial/UnitState.ts';
import { SerialNdjsonSettings } from '#shared/connections/serial.ts';
import { crc16 } from '#shared/serial/crc16.ts';
import { modbusBus, serialPort } from '../../../main/cli/serialPorts.ts';
import { FrameSink } from '../../support/frames.ts';
import { ManualTimers } from '../../support/manualTimers.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ['Error: No such file or directory, cannot open /dev/ttyUSB0', 'serialPortMissing'],
  ['Opening COM3: File not found', 'serialPortMissing'],
  ['Error Resource temporarily unavailable Cannot lock port', 'serialPortBusy'],
  ['Opening COM3: Access denied', 'serialPortBusy'],
  ['Error: Permission denied, cannot open /dev/ttyUSB0', 'serialPortDenied'],
  ['Error: Inappropriate ioctl for device setting custom baud rate', 'serialSettings'],
  ['something new', 'serialSettings'],
] as const)('%s is %s', (message, code) => {
  expect(serialProblem(new Error(message)).code).toBe(code);
});

describe('a gateway whose port the test plays', () => {
  let port: PortEvents;
  let gone = false;
  let closed = 0;
  let timers = new ManualTimers();
  beforeEach(() => {
    timers = new ManualTimers();
    gone = false;
    closed = 0;
  });

  function open() {
    const source = openSerialGateway({
      id: 'serial-1',
      settings: SerialNdjsonSettings.parse({ kind: 'serialNdjson', path: '/dev/ttyUSB0' }),
      now: () => 1_700_000_000_000,
      log: recordingLog().log,
      timers,
      openPort: (_, events) => {
        port = events;
        return {
          write() {},
          gone: () => gone,
          close: () => {
            closed++;
            return Promise.resolve();
          },
        };
      },
    });
    const sink = new FrameSink().attach(source);
    port.opened();
    return { source, sink };
  }

  it('that says nothing is a problem, until it says something', () => {
    const { source } = open();
    port.data(bytes('\n'));
    timers.fire(120_000);
    expect(source.status().problem).toBeNull();
    timers.fire(120_000);
    expect(source.status()).toMatchObject({ state: 'connected', problemCode: 'serialSilent' });
    port.data(bytes('\n'));
    expect(source.status().problem).toBeNull();
  });

  it('that sends only what nobody can read is a problem, until a line is whole', () => {
    const { source, sink } = open();
    port.data(bytes('x\n'.repeat(9)));
    expect(source.status().problem).toBeNull();
    port.data(bytes('x\n'));
    expect(source.status()).toMatchObject({ state: 'connected', problemCode: 'serialGarbled' });
    expect(sink.frames.map(({ refusal }) => refusal?.reason)).toEqual([
      'lineFragment',
      ...Array(9).fill('notJson'),
    ]);
    expect(source.status().lastFrameAt).toBeNull();
    port.data(bytes('{"deviceId":"a"}\n'));
    expect(source.status()).toMatchObject({ problem: null, lastFrameAt: 1_700_000_000_000 });
  });

  it('whose adapter is gone although the port says nothing is unplugged, and opened again', () => {
    const { source } = open();
    timers.fire(2_000);
    expect(source.status()).toMatchObject({ state: 'connected', problem: null });
    gone = true;
    timers.fire(2_000);
    expect(source.status()).toMatchObject({ state: 'down', problemCode: 'serialUnplugged' });
    expect(closed).toBe(1);
  });

  it('that goes in the middle of a line leaves a part of one, and a reason to show', () => {
    const { source, sink } = open();
    port.data(bytes('{"deviceId":'));
    port.closed(new Error('disconnected'), true);
    expect(sink.frames[0]?.refusal).toMatchObject({ reason: 'lineFragment' });
    expect(source.status()).toMatchObject({ state: 'down', problemCode: 'serialUnplugged' });
  });
});

describe('the answer to a Modbus request', () => {
  const frame = (...content: number[]) => {
    const sum = crc16(Uint8Array.from(content));
    return Buffer.from([...content, sum & 0xff, sum >> 8]);
  };
  const answer = frame(1, 3, 2, 0, 42);

  function ask() {
    const answers: Buffer[] = [];
    const port = new RtuPort(() => {});
    port.on('data', (got: Buffer) => answers.push(got));
    port.write(frame(1, 3, 0, 0, 0, 1));
    return { port, answers };
  }

  it('is found byte by byte and behind noise that looks like its beginning', () => {
    const { port, answers } = ask();
    for (const byte of Buffer.concat([Buffer.from([0, 1, 3, 1]), answer]))
      port.received(Uint8Array.of(byte));
    expect(answers).toEqual([answer]);
  });

  it('is handed over with a wrong checksum, for modbus-serial to say so', () => {
    const { port, answers } = ask();
    const wrong = Buffer.from(answer);
    wrong[4] = 43;
    port.received(wrong);
    expect(answers).toEqual([wrong]);
  });

  it('may be an exception', () => {
    const { port, answers } = ask();
    port.received(frame(1, 0x83, 2));
    expect(answers).toEqual([frame(1, 0x83, 2)]);
  });

  it('that comes when nobody waits any more is not the next one’s', () => {
    const { port, answers } = ask();
    port.forget();
    port.received(answer);
    port.write(frame(1, 3, 0, 9, 0, 1));
    expect(answers).toEqual([]);
    port.received(frame(2, 3, 2, 0, 1));
    expect(answers).toEqual([]);
  });
});

it('a unit that is away is asked less and less often, and at once again when it is back', () => {
  const unit = new UnitState();
  expect([1, 2].map((at) => unit.missed(at, 1000))).toEqual([false, false]);
  expect(unit.isDue(3)).toBe(true);
  expect(unit.missed(0, 1000)).toBe(true);
  expect([unit.isDue(999), unit.isDue(1000)]).toEqual([false, true]);
  for (let i = 0; i < 20; i++) unit.missed(0, 1000);
  expect([unit.isDue(59_999), unit.isDue(60_000)]).toEqual([false, true]);
  expect(unit.answered()).toBe(true);
  expect([unit.away, unit.isDue(0)]).toEqual([false, true]);
});

describe('on the command line', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'emberwatch-map-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('a port is its name, and what differs from the usual', () => {
    expect(serialPort('COM3')).toMatchObject({ path: 'COM3', baudRate: 115_200, parity: 'none' });
    expect(serialPort('/dev/ttyUSB0,9600,7e2,crc')).toMatchObject({
      path: '/dev/ttyUSB0',
      baudRate: 9600,
      dataBits: 7,
      parity: 'even',
      stopBits: 2,
      checksum: 'required',
    });
    expect(() => serialPort('COM3,fast')).toThrow('"fast" is neither a baud rate nor a framing');
    expect(() => serialPort('COM3,10')).toThrow('baudRate');
  });

  it('a bus has its map, whose mistakes are named with their place', () => {
    const example = join(import.meta.dirname, '../../../docs/modbus/example-meter.json');
    expect(modbusBus(`COM4,9600,8N1,${example}`)).toMatchObject({ baudRate: 9600, parity: 'none' });
    const file = join(dir, 'map.json');
    writeFileSync(file, '{"version":1,"profiles":{},"devices":[]}');
    expect(() => modbusBus(`COM4,${file}`)).toThrow('devices: ');
    writeFileSync(file, '{');
    expect(() => modbusBus(`COM4,${file}`)).toThrow(file);
    expect(() => modbusBus('COM4,9600')).toThrow('comes last');
  });

  it('ports are listed from /dev where udevadm is missing', async () => {
    for (const name of ['ttyUSB1', 'ttyUSB0', 'tty1', 'null']) writeFileSync(join(dir, name), '');
    const without = () => Promise.reject(new Error('spawn udevadm ENOENT'));
    expect(await listSerialPorts(without, dir)).toEqual([
      { path: `${dir}/ttyUSB0` },
      { path: `${dir}/ttyUSB1` },
    ]);
    await expect(listSerialPorts(() => Promise.reject(new Error('other')), dir)).rejects.toThrow(
      'other',
    );
  });
});
