/** What the desk makes of a broker's answers, said by a broker that answers exactly what the test wants. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackOff } from '#engine/sources/BackOff.ts';
import { MqttSource, type MqttSourceOptions } from '#engine/sources/MqttSource.ts';
import { FrameSink, type FrameSinkOptions } from '../../support/frames.ts';
import { freePort } from '../../support/freePort.ts';
import { ManualTimers } from '../../support/manualTimers.ts';
import { recordingLog } from '../../support/recordingLog.ts';
import {
  connack,
  disconnect,
  publish,
  type Script,
  ScriptedBroker,
} from '../../support/scriptedBroker.ts';

const WAIT = { timeout: 30_000, interval: 5 };
const TOPIC = 'fire-prediction/device/a/data';
const STABLE = 30_000;

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop();
});

async function scripted(script: Script): Promise<ScriptedBroker> {
  const broker = await ScriptedBroker.start(script);
  open.push(broker);
  return broker;
}

function listen(
  url: string,
  options: Partial<MqttSourceOptions> = {},
  sinkOptions: FrameSinkOptions = {},
) {
  const timers = new ManualTimers();
  const { log, lines } = recordingLog();
  const source = new MqttSource({
    id: 'plant',
    url,
    clientId: 'desk-1',
    log,
    timers,
    // Half of the bound, so that 500, 1000, 2000 … are the delays.
    backOff: new BackOff({ random: () => 0.5 }),
    ...options,
  });
  open.push(source);
  const sink = new FrameSink(sinkOptions).attach(source);
  const becomes = (state: string) =>
    vi.waitFor(
      () => expect(source.status().state, JSON.stringify(source.status())).toBe(state),
      WAIT,
    );
  return { source, sink, timers, lines, becomes };
}

describe('a machine that slept', () => {
  it('connects anew at once, and tells from when on something may be missing', async () => {
    const broker = await scripted({ onConnect: connack(5, 0) });
    const { source, sink, timers, becomes } = listen(broker.url);
    await becomes('connected');
    source.redial();
    await vi.waitFor(() => expect(broker.clientIds).toHaveLength(2), WAIT);
    await becomes('connected');
    await vi.waitFor(() => expect(sink.resumptions).toHaveLength(2), WAIT);
    expect(sink.resumptions.map(({ quietSince }) => quietSince !== null)).toEqual([false, true]);
    // No wait was due in between.
    expect(timers.waiting.map(({ ms }) => ms)).toEqual([STABLE]);
  });

  it('does not wait until a broker that was away is due again', async () => {
    const broker = await scripted({ onConnect: 'close' });
    const { source, timers, becomes } = listen(broker.url);
    await becomes('down');
    broker.script = { onConnect: connack(5, 0) };
    source.redial();
    await becomes('connected');
    expect(timers.waiting.map(({ ms }) => ms)).toEqual([STABLE]);
  });

  it('leaves a name alone that another desk has taken over', async () => {
    const broker = await scripted({ onConnect: connack(5, 0) });
    const { source, becomes } = listen(broker.url);
    await becomes('connected');
    broker.send(disconnect(0x8e));
    await becomes('stopped');
    source.redial();
    expect(source.status().state).toBe('stopped');
    expect(broker.clientIds).toHaveLength(1);
  });
});

describe('a broker that refuses', () => {
  it.each([
    ['a user name or password', 5, 0x86, 'credentialsRefused'],
    ['a user name or password', 4, 4, 'credentialsRefused'],
    ['this client', 5, 0x87, 'notAuthorised'],
    ['this client', 4, 5, 'notAuthorised'],
    ['this client id', 5, 0x85, 'clientIdRefused'],
    ['this client id', 4, 2, 'clientIdRefused'],
    ['for a quota', 5, 0x97, 'brokerBusy'],
    ['because it is not ready', 4, 3, 'brokerBusy'],
    ['for a reason nobody knows', 5, 0xf1, 'protocolError'],
  ] as const)(
    '%s (version %i, code %i) is reported as %s, and asked again later',
    async (_what, version, code, problemCode) => {
      const broker = await scripted({ onConnect: connack(version, code) });
      const { source, timers, becomes } = listen(broker.url, { protocolVersion: version });
      await becomes('down');
      expect(source.status().problemCode).toBe(problemCode);
      expect(source.status().problem).toMatch(/\.$/);
      expect(timers.waiting.map(({ ms }) => ms)).toEqual([500]);

      broker.script = { onConnect: connack(version, 0) };
      timers.fire(500);
      await becomes('connected');
      expect(source.status()).toMatchObject({ problem: null });
      expect(source.status()).not.toHaveProperty('problemCode');
    },
  );

  it.each([0x01, 0x84])(
    'MQTT 5 with code %i is asked again in MQTT 3.1.1 at once, and keeps being asked so',
    async (code) => {
      const broker = await scripted({ onConnect: connack(code === 1 ? 4 : 5, code) });
      const { timers, becomes } = listen(broker.url);
      await vi.waitFor(() => expect(broker.versions).toEqual([5, 4]), WAIT);
      await becomes('down');
      broker.script = { onConnect: connack(4, 0) };
      timers.fire(500);
      await becomes('connected');
      expect(broker.versions).toEqual([5, 4, 4]);
    },
  );

  it('the subscription for a while is not connected, says so, and is asked again with growing delays', async () => {
    const broker = await scripted({ onSubscribe: 0x97 });
    const { source, sink, timers, becomes } = listen(broker.url);
    const delays: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await vi.waitFor(() => expect(timers.waiting).toHaveLength(1), WAIT);
      await becomes('down');
      expect(source.status().problemCode).toBe('subscriptionRefused');
      expect(source.status().problem).toContain('fire-prediction/device/+/data (reason 151)');
      expect(broker.versions).toHaveLength(attempt);
      const delay = timers.waiting[0]?.ms ?? 0;
      delays.push(delay);
      timers.fire(delay);
    }
    expect(delays).toEqual([500, 1000, 2000, 4000]);
    expect(sink.states).not.toContain('connected');
  });

  it('QoS 1 and grants only QoS 0 is used, with a warning', async () => {
    const broker = await scripted({ onSubscribe: 0 });
    const { source, becomes } = listen(broker.url);
    await becomes('connected');
    expect(source.status().problemCode).toBe('qosDowngraded');
  });
});

describe('a connection that ends', () => {
  it('because another desk took the session over stops for good: no timer brings it back', async () => {
    const broker = await scripted({});
    const { source, timers, becomes } = listen(broker.url);
    await becomes('connected');
    broker.send(disconnect(0x8e));
    await becomes('stopped');
    expect(source.status()).toMatchObject({
      problemCode: 'takenOver',
      problem: 'Another desk uses this client id. This one has stopped.',
    });
    expect(timers.waiting).toEqual([]);
    expect(broker.versions).toHaveLength(1);
  });

  it('with a reason is reported with it, and comes back', async () => {
    const broker = await scripted({});
    const { source, timers, becomes } = listen(broker.url);
    await becomes('connected');
    broker.send(disconnect(0x8b));
    await becomes('down');
    expect(source.status().problem).toBe('The broker is shutting down.');
    timers.fire(500);
    await becomes('connected');
  });

  it('comes back with short delays only after it had held for 30 seconds', async () => {
    const broker = await scripted({});
    const { timers, becomes } = listen(broker.url);
    const cutAfter = async (held: boolean): Promise<number> => {
      await becomes('connected');
      if (held) timers.fire(STABLE);
      broker.cut();
      await becomes('down');
      expect(timers.waiting).toHaveLength(1);
      const delay = timers.waiting[0]?.ms ?? 0;
      timers.fire(delay);
      return delay;
    };
    expect([
      await cutAfter(false),
      await cutAfter(false),
      await cutAfter(true),
      await cutAfter(false),
    ]).toEqual([500, 1000, 500, 1000]);
  });

  it('again and again soon after it began makes the desk suspect a second desk, until one holds', async () => {
    const broker = await scripted({});
    const { source, timers, becomes } = listen(broker.url);
    for (const delay of [500, 1000, 2000]) {
      await becomes('connected');
      broker.cut();
      await becomes('down');
      timers.fire(delay);
    }
    await becomes('connected');
    expect(source.status().problem).toContain('Another desk may use this client id');
    timers.fire(STABLE);
    expect(source.status()).toMatchObject({ state: 'connected', problem: null });
  });

  it('before it was answered, or was never opened, is told apart', async () => {
    const broker = await scripted({ onConnect: 'close' });
    const closed = listen(broker.url);
    await closed.becomes('down');
    expect(closed.source.status().problem).toBe(
      'The broker closes the connection before it answers.',
    );

    const silent = listen((await scripted({ onConnect: 'silence' })).url, { connectTimeoutMs: 50 });
    await silent.becomes('down');
    expect(silent.source.status().problemCode).toBe('noAnswer');

    const nobody = listen(`mqtt://127.0.0.1:${await freePort()}`);
    await nobody.becomes('down');
    expect(nobody.source.status()).toMatchObject({
      problemCode: 'unreachable',
      problem: 'Nothing listens at this address and port.',
    });

    const unknown = listen('mqtt://no-such-host.invalid');
    await unknown.becomes('down');
    expect(unknown.source.status().problemCode).toBe('nameNotFound');
  });

  it('takes nothing more once it was stopped, and lets the broker keep what was not acknowledged', async () => {
    const broker = await scripted({});
    const { source, sink, becomes, timers } = listen(broker.url);
    await becomes('connected');
    broker.send(publish(5, 1, TOPIC, 'a'), publish(5, 2, TOPIC, 'b'));
    await vi.waitFor(() => expect(sink.texts).toEqual(['a', 'b']), WAIT);
    sink.frames[0]?.ack();
    await source.stop();
    sink.frames[1]?.ack();
    expect(source.status().state).toBe('stopped');
    await vi.waitFor(() => expect(broker.acknowledged).toEqual([1]), WAIT);
    expect(timers.waiting).toEqual([]);
  });

  it('can be stopped while it waits, and while it is being opened', async () => {
    const broker = await scripted({ onConnect: 'silence' });
    const opening = listen(broker.url);
    await vi.waitFor(() => expect(broker.versions).toHaveLength(1), WAIT);
    await opening.source.stop();
    expect(opening.source.status().state).toBe('stopped');

    const waiting = listen(`mqtt://127.0.0.1:${await freePort()}`);
    await waiting.becomes('down');
    await waiting.source.stop();
    expect(waiting.timers.waiting).toEqual([]);
  });
});

describe('acknowledgements', () => {
  it('go out in the order they were given, each once', async () => {
    const broker = await scripted({});
    const { sink, becomes } = listen(broker.url);
    await becomes('connected');
    broker.send(...[7, 8, 65_535].map((id) => publish(5, id, TOPIC, `m${id}`)));
    await vi.waitFor(() => expect(sink.frames).toHaveLength(3), WAIT);
    for (const frame of [...sink.frames, ...sink.frames]) frame.ack();
    await vi.waitFor(() => expect(broker.acknowledged).toHaveLength(3), WAIT);
    expect(broker.acknowledged).toEqual([7, 8, 65_535]);
  });

  it('of a dead connection are not sent on the next one', async () => {
    const broker = await scripted({});
    const { sink, timers, becomes } = listen(broker.url);
    await becomes('connected');
    broker.send(publish(5, 1, TOPIC, 'before'));
    await vi.waitFor(() => expect(sink.frames).toHaveLength(1), WAIT);
    broker.cut();
    await becomes('down');
    timers.fire(500);
    await becomes('connected');
    broker.send(publish(5, 1, TOPIC, 'other'), publish(5, 2, TOPIC, 'after'));
    await vi.waitFor(() => expect(sink.frames).toHaveLength(3), WAIT);
    sink.frames[0]?.ack();
    sink.frames[2]?.ack();
    await vi.waitFor(() => expect(broker.acknowledged).toEqual([2]), WAIT);
  });

  it.each([4, 5] as const)(
    'learn at how many the broker stops, and then no window waits for the timer (version %i)',
    async (version) => {
      const broker = await scripted({ onConnect: connack(version, 0) });
      const { sink, becomes } = listen(broker.url, { protocolVersion: version }, { batchMs: 40 });
      await becomes('connected');
      broker.feed(version, 4000, 20);
      await vi.waitFor(() => expect(sink.frames).toHaveLength(4000), WAIT);
      // 200 windows: without learning each of them waits for the timer.
      expect(sink.batches.windowFull).toBeGreaterThan(150);
      expect(sink.batches.timer).toBeLessThan(50);
    },
  );
});

describe('settings', () => {
  it('that can not work are refused in words, and are not tried again', async () => {
    const { source, timers, becomes } = listen('mqtts://127.0.0.1:1', {
      cert: 'no certificate',
      key: 'no key',
    });
    await becomes('stopped');
    expect(source.status().problemCode).toBe('configuration');
    expect(timers.waiting).toEqual([]);
  });

  it('with a password never show it: not in the state, not in the log', async () => {
    const broker = await scripted({ onConnect: connack(5, 0x86) });
    const url = broker.url.replace('mqtt://', 'mqtt://operator:hunter2@');
    const { source, lines, becomes } = listen(url, { username: 'other', password: 'tres0r' });
    await becomes('down');
    expect(source.status().address).toBe(broker.url);
    expect(JSON.stringify([source.status(), lines])).not.toMatch(/hunter2|tres0r|operator/);
  });
});
