import { beforeEach, describe, expect, test } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Annunciation } from '../../../renderer/sound/Annunciator.ts';
import { asksForTest, HearingTest } from '../../../renderer/sound/HearingTest.ts';
import { SoundCheck } from '../../../renderer/sound/SoundCheck.ts';

type Device = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>;
const SPEAKER: Device = { kind: 'audiooutput', deviceId: '', label: '' };

let now: number;
let devices: readonly Device[] | null;
let level: { probe: number; alarm: number };
let probes: number;
let chooses: boolean;
let state: StoreApi<Annunciation>;
let check: SoundCheck;

beforeEach(() => {
  now = 0;
  devices = [SPEAKER];
  level = { probe: 0.0001, alarm: 0.2 };
  probes = 0;
  chooses = true;
  state = createStore<Annunciation>(() => ({ audio: 'ready', playing: null, insistence: 0 }));
  check = new SoundCheck({
    sound: {
      state,
      probe: () => {
        probes++;
      },
      rms: () => (state.getState().playing === null ? level.probe : level.alarm),
      choosesOutput: () => chooses,
    },
    devices: async () => devices,
  });
});

/** Four looks a second, and what the browser answers in between. */
async function pass(ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 250) {
    now += 250;
    check.tick(now);
    await Promise.resolve();
    await Promise.resolve();
  }
}
const reason = () => check.state.getState().reason;
const verdict = () => check.state.getState().verdict;

describe('a desk proves that it can be heard', () => {
  test('by a tone that nobody hears, once a minute', async () => {
    await pass(3_000);
    expect(verdict()).toBe('ok');
    expect(probes).toBe(1);
    await pass(60_000);
    expect(probes).toBe(2);
    expect(check.state.getState().measuredAt).not.toBeNull();
  });

  test('and says so when nothing of it leaves, and when it does again', async () => {
    level.probe = 0;
    await pass(3_000);
    expect([verdict(), reason()]).toEqual(['notHeard', 'noSignal']);
    level.probe = 0.0001;
    await pass(15_000);
    expect(verdict()).toBe('ok');
  });

  test('by every real alarm, whose tones are not always there', async () => {
    await pass(3_000);
    state.setState({ playing: 'trouble' });
    level.alarm = 0;
    await pass(7_000);
    level.alarm = 0.05;
    await pass(1_500);
    expect(verdict()).toBe('ok');
    level.alarm = 0;
    await pass(16_500);
    expect(reason()).toBe('noSignal');
  });

  test.each([
    ['blocked', 'blocked', 'suspended'],
    ['unavailable', 'unavailable', 'noAudio'],
    ['standing', 'unavailable', 'clockStands'],
  ] as const)('not while audio is %s', async (audio, said, why) => {
    await pass(3_000);
    state.setState({ audio });
    await pass(500);
    expect([verdict(), reason()]).toEqual([said, why]);
    state.setState({ audio: 'ready' });
    await pass(3_000);
    expect(verdict()).toBe('ok');
  });

  test('not without a device to come out of, where the browser tells', async () => {
    devices = [{ kind: 'audioinput', deviceId: '', label: '' }];
    await check.lookForDevices();
    expect([verdict(), reason()]).toEqual(['unavailable', 'noDevice']);
    devices = [SPEAKER];
    await check.lookForDevices();
    await pass(3_000);
    expect(verdict()).toBe('ok');
  });

  test.each([
    [
      'a browser that lists no outputs at all',
      () => {
        chooses = false;
        devices = [];
      },
    ],
    [
      'a page that came without HTTPS',
      () => {
        devices = null;
      },
    ],
  ] as const)('%s says nothing about devices', async (_, set) => {
    set();
    await check.lookForDevices();
    await pass(3_000);
    expect(verdict()).toBe('ok');
    expect(check.state.getState().outputCount).toBeNull();
  });

  test('offers outputs to choose only where they have names of their own', async () => {
    await check.lookForDevices();
    expect(check.state.getState().outputs).toEqual([]);
    devices = [
      { kind: 'audiooutput', deviceId: 'a', label: 'Speaker' },
      { kind: 'audiooutput', deviceId: 'b', label: '' },
    ];
    await check.lookForDevices();
    expect(check.state.getState().outputs).toEqual([
      { id: 'a', label: 'Speaker' },
      { id: 'b', label: 'b' },
    ]);
  });

  test('believes the ear more than the meter', async () => {
    await pass(3_000);
    check.heard(false);
    expect([verdict(), reason()]).toEqual(['notHeard', 'heardNothing']);
    await pass(120_000);
    expect(verdict()).toBe('notHeard');
    check.heard(true);
    expect(verdict()).toBe('ok');
  });
});

describe('the audible test', () => {
  let session: string | null;
  let stored: Map<string, string>;
  let recorded: boolean[];
  let answers: boolean[];

  const hearing = (seconds = 9) =>
    new HearingTest({
      play: async () => seconds,
      wait: async () => undefined,
      session: () => session,
      record: async (heard) => {
        recorded.push(heard);
        session ??= 'signed on for the answer';
      },
      answered: (heard) => answers.push(heard),
      storage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
      },
    });

  beforeEach(() => {
    session = 'shift';
    stored = new Map();
    recorded = [];
    answers = [];
  });

  test('asks once the sounds are over, and has the answer recorded', async () => {
    const one = hearing();
    expect(asksForTest(one.state.getState(), session)).toBe(true);
    await one.start();
    expect(one.state.getState().phase).toBe('asking');
    await one.answer(true);
    expect(recorded).toEqual([true]);
    expect(asksForTest(one.state.getState(), session)).toBe(false);
  });

  test('that could not be played has nothing to ask', async () => {
    const one = hearing(0);
    await one.start();
    expect(one.state.getState().phase).toBe('idle');
  });

  test('is asked for again by the next shift, and by nobody who is not on duty', async () => {
    const one = hearing();
    await one.answer(false);
    expect(asksForTest(one.state.getState(), 'next shift')).toBe(true);
    expect(asksForTest(one.state.getState(), null)).toBe(false);
    one.postpone();
    expect(asksForTest(one.state.getState(), session)).toBe(false);
  });

  test('of this shift still counts after a reload, also when it was not heard', async () => {
    await hearing().answer(false);
    const reloaded = hearing();
    expect(answers).toEqual([false, false]);
    expect(asksForTest(reloaded.state.getState(), session)).toBe(false);
    session = 'another';
    hearing();
    expect(answers).toHaveLength(2);
  });

  test('by somebody who signs on for the answer counts for that shift', async () => {
    session = null;
    const one = hearing();
    await one.answer(true);
    expect(asksForTest(one.state.getState(), session)).toBe(false);
  });

  test('survives a storage that holds nonsense', () => {
    for (const text of ['{', '7', '{"heard":"yes"}', 'null']) {
      stored.set('emberwatch.heard', text);
      expect(hearing().state.getState().answer).toBeNull();
    }
  });
});
