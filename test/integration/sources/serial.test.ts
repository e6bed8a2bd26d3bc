import { ServerSerial } from 'modbus-serial';
import { SerialPort } from 'serialport';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackOff } from '#engine/sources/BackOff.ts';
import { openModbusGateway } from '#engine/sources/serial/ModbusGateway.ts';
import { openSerialGateway } from '#engine/sources/serial/SerialGateway.ts';
import type { Source } from '#engine/sources/source.ts';
import { ModbusRtuSettings } from '#shared/connections/modbus.ts';
import { SerialNdjsonSettings } from '#shared/connections/serial.ts';
import { withChecksum } from '#shared/serial/readLine.ts';
import { FrameSink } from '../../support/frames.ts';
import { hasSocat, SerialCable } from '../../support/pseudoTerminals.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const WAIT = { timeout: 30_000, interval: 5 };
const message = (deviceId: string, more = {}) => JSON.stringify({ deviceId, status: 0, ...more });

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function plug(): Promise<SerialCable> {
  const cable = await SerialCable.plug();
  cleanups.push(() => cable.dispose());
  return cable;
}

function begin(source: Source): FrameSink {
  cleanups.push(() => source.stop());
  return new FrameSink().attach(source);
}

async function farEnd(cable: SerialCable): Promise<SerialPort> {
  const port = new SerialPort({ path: cable.far, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) =>
    port.open((error) => (error ? reject(error) : resolve())),
  );
  port.on('error', () => {});
  cleanups.push(
    () => new Promise((resolve) => (port.isOpen ? port.close(resolve) : resolve(undefined))),
  );
  return port;
}

const parts = (id: string) => ({
  id,
  now: Date.now,
  log: recordingLog().log,
  backOff: new BackOff({ firstMs: 10, capMs: 20 }),
});

const gateway = (id: string, path: string, more = {}) =>
  openSerialGateway({
    ...parts(id),
    settings: SerialNdjsonSettings.parse({ kind: 'serialNdjson', path, ...more }),
  });

const connected = (source: Source) =>
  vi.waitFor(() => expect(source.status()).toMatchObject({ state: 'connected' }), WAIT);

describe.skipIf(!hasSocat)('a gateway on a serial port', () => {
  it('hands lines over as if they had come by MQTT, and sets aside what it cannot read', async () => {
    const cable = await plug();
    const source = gateway('serial-1', cable.desk);
    const sink = begin(source);
    await connected(source);
    const far = await farEnd(cable);
    const korean = message('지하1층-분전반');
    const bytes = Buffer.from(`${korean}\r\n`);
    // Split in the middle of a Korean character.
    far.write(bytes.subarray(0, 14));
    await new Promise<void>((resolve) => far.drain(() => resolve()));
    far.write(bytes.subarray(14));
    const summed = Buffer.from(withChecksum(Buffer.from(message('summed'))));
    far.write(Buffer.concat([summed, Buffer.from('\n')]));
    const damaged = Buffer.from(summed);
    damaged.write('X', 14);
    far.write(Buffer.concat([damaged, Buffer.from([0x0a, 0xff, 0xfe, 0x0a])]));
    far.write(`${message('after')}\n`);
    await vi.waitFor(() => expect(sink.frames).toHaveLength(5), WAIT);
    expect(sink.frames.map(({ topic, refusal }) => refusal?.reason ?? topic)).toEqual([
      'fire-prediction/device/지하1층-분전반/data',
      'fire-prediction/device/summed/data',
      'checksumWrong',
      'notUtf8',
      'fire-prediction/device/after/data',
    ]);
    expect(sink.texts[0]).toBe(korean);
    expect(sink.texts[1]).toBe(message('summed'));
  });

  it('comes back by itself when the adapter is plugged in again', async () => {
    const cable = await plug();
    const source = gateway('serial-1', cable.desk);
    const sink = begin(source);
    await connected(source);
    await cable.pullOut();
    await vi.waitFor(
      () =>
        expect(source.status()).toMatchObject({ state: 'down', problemCode: 'serialUnplugged' }),
      WAIT,
    );
    await cable.plugIn();
    await vi.waitFor(() => expect(source.status().problem).toBeNull(), WAIT);
    (await farEnd(cable)).write(`${message('back')}\n`);
    await vi.waitFor(() => expect(sink.texts).toEqual([message('back')]), WAIT);
  });

  it('listens to two ports at once, and says of a taken or missing one what it is', async () => {
    const cables = [await plug(), await plug()] as const;
    const sources = cables.map((cable, index) => gateway(`serial-${index + 1}`, cable.desk));
    const sinks = sources.map(begin);
    await Promise.all(sources.map(connected));
    for (const [index, cable] of cables.entries())
      (await farEnd(cable)).write(`${message(`device-${index}`)}\n`);
    await vi.waitFor(
      () =>
        expect(sinks.map(({ texts }) => texts)).toEqual([
          [message('device-0')],
          [message('device-1')],
        ]),
      WAIT,
    );
    const second = gateway('second', cables[0].desk);
    const missing = gateway('missing', `${cables[0].desk}-nowhere`);
    begin(second);
    begin(missing);
    await vi.waitFor(() => {
      expect(second.status()).toMatchObject({ problemCode: 'serialPortBusy' });
      expect(missing.status()).toMatchObject({ problemCode: 'serialPortMissing' });
    }, WAIT);
  });
});

/** 220.5 V as an f32 with its low word first at 0, −5 at 4, 70 000 at 6 with its high word first. */
const HOLDING = [0x8000, 0x435c, 0, 0, 0xfffb, 0, 0x0001, 0x1170];

async function unitOne(cable: SerialCable): Promise<void> {
  const server = new ServerSerial(
    {
      getHoldingRegister: (address: number) => HOLDING[address] ?? 0,
      getInputRegister: (address: number) => 1000 + address,
    },
    { path: cable.far, baudRate: 115_200, unitID: 1 },
  );
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.on('initialized', () => resolve()));
  cleanups.push(() => new Promise((resolve) => server.close(() => resolve(undefined))));
}

const MAP = {
  version: 1,
  profiles: {
    meter: {
      registers: [
        { field: 'volt', function: 3, address: 0, type: 'f32', wordOrder: 'lowFirst' },
        { field: 'pcbTemp', function: 3, address: 4, type: 'i16' },
        { field: 'zct', function: 3, address: 6, type: 'u32', scale: 0.001 },
        { field: 'ct', function: 4, address: 2, type: 'u16', scale: 0.01, offset: 1 },
      ],
    },
  },
  devices: [
    { deviceId: 'absent', pollSeconds: 0.2, units: [{ unit: 9, profile: 'meter' }] },
    { deviceId: 'meter', pollSeconds: 0.2, units: [{ unit: 1, profile: 'meter' }] },
  ],
};

describe.skipIf(!hasSocat)('a Modbus bus', () => {
  it('polls what answers, stays quiet about what does not, and outlives an unplugged adapter', async () => {
    const cable = await plug();
    const source = openModbusGateway({
      ...parts('modbus-1'),
      settings: ModbusRtuSettings.parse({
        kind: 'modbusRtu',
        path: cable.desk,
        timeoutMs: 700,
        retries: 0,
        pauseMs: 0,
        map: MAP,
      }),
    });
    await unitOne(cable);
    const sink = begin(source);
    await vi.waitFor(() => expect(sink.frames.length).toBeGreaterThan(1), WAIT);
    const [first] = sink.texts.map((text) => JSON.parse(text));
    expect(first).toEqual({
      deviceId: 'meter',
      timestamp: expect.any(Number),
      status: 0,
      volt: 220.5,
      pcbTemp: -5,
      zct: 70,
      ct: 11.02,
      absent: ['voltLow', 'rzct', 'pwr', 'sensorTemp', 'co', 'voc', 'pFct', 'aArc'],
    });
    await vi.waitFor(
      () => expect(source.status()).toMatchObject({ problemCode: 'modbusUnitsSilent' }),
      WAIT,
    );
    expect(source.status().problem).toContain('9 (absent)');
    const [one, nine] = source.polls();
    expect(one).toMatchObject({ unit: 1, devices: ['meter'], away: false });
    expect(one?.answered).toBeGreaterThan(1);
    expect(nine).toMatchObject({ unit: 9, devices: ['absent'], away: true, answered: 0 });
    expect(nine?.timedOut).toBeGreaterThan(2);
    for (const unit of [one, nine]) {
      const { asked = 0, answered = 0, timedOut = 0, garbled = 0, refused = 0 } = unit ?? {};
      // The one that is on its way has no outcome yet.
      expect(asked - (answered + timedOut + garbled + refused)).toBeOneOf([0, 1]);
    }
    expect(new Set(sink.frames.map(({ topic }) => topic))).toEqual(
      new Set(['fire-prediction/device/meter/data']),
    );
    await cable.pullOut();
    await vi.waitFor(
      () => expect(source.status()).toMatchObject({ problemCode: 'serialUnplugged' }),
      WAIT,
    );
    await cable.plugIn();
    await unitOne(cable);
    const before = sink.frames.length;
    await vi.waitFor(() => expect(sink.frames.length).toBeGreaterThan(before), WAIT);
  });
});
