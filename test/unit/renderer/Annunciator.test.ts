import { beforeEach, describe, expect, test } from 'vitest';
import { Annunciator } from '../../../renderer/sound/Annunciator.ts';
import { PATTERNS } from '../../../renderer/sound/patterns.ts';

/** As much of WebAudio as the desk uses: keeps what was laid out, and a clock that the test moves. */
class FakeAudio extends EventTarget {
  state = 'suspended';
  currentTime = 0;
  readonly destination = {};
  tones: { at: number; hertz: number; out: object }[] = [];
  readonly silent = new Set<object>();

  createGain() {
    const node = {
      gain: {
        value: 1,
        setValueAtTime: () => {},
        linearRampToValueAtTime: () => {},
        setTargetAtTime: () => {},
      },
      connect: (to: object) => to,
      disconnect: () => void this.silent.add(node),
    };
    return node;
  }

  createOscillator() {
    const tones = this.tones;
    const tone = { at: 0, hertz: 0, out: {} };
    return {
      type: 'sine',
      frequency: {
        set value(hertz: number) {
          tone.hertz = hertz;
        },
      },
      connect: (edge: { connect: (out: object) => object }) => ({
        connect: (out: object) => {
          tone.out = out;
          return edge.connect(out);
        },
      }),
      start: (at: number) => {
        tone.at = at;
        tones.push(tone);
      },
      stop: () => {},
    };
  }

  async resume() {
    this.state = 'running';
    this.dispatchEvent(new Event('statechange'));
  }

  /** Tones that would still be heard. */
  heard() {
    return this.tones.filter(({ out }) => !this.silent.has(out));
  }
}

let audio: FakeAudio;
let annunciator: Annunciator;

beforeEach(() => {
  audio = new FakeAudio();
  annunciator = new Annunciator(() => audio as unknown as AudioContext, 0.5);
  annunciator.start();
});

const pass = (seconds: number) => {
  for (let step = 0; step < seconds * 2; step++) {
    audio.currentTime += 0.5;
    annunciator.tick();
  }
};

describe('the annunciator', () => {
  test('says that the browser blocks it until somebody touches the page', async () => {
    expect(annunciator.state.getState().sound).toBe('blocked');
    await annunciator.unlock();
    expect(annunciator.state.getState().sound).toBe('ready');
  });

  test('says that there is no sound when audio cannot be opened at all', () => {
    const none = new Annunciator(() => {
      throw new Error('no audio');
    }, 0.5);
    none.start();
    expect(none.state.getState().sound).toBe('unavailable');
  });

  test('says so when the audio clock stands still, because then nothing takes the sound', async () => {
    await annunciator.unlock();
    pass(2);
    expect(annunciator.state.getState().sound).toBe('ready');
    for (let tick = 0; tick < 5; tick++) annunciator.tick();
    expect(annunciator.state.getState().sound).toBe('unavailable');
  });

  test('repeats its pattern without a hole until it is stopped', async () => {
    await annunciator.unlock();
    annunciator.play('fire');
    pass(20);
    const starts = audio.heard().map(({ at }) => at);
    const perCycle = PATTERNS.fire.tones.length;
    expect(starts.length).toBeGreaterThanOrEqual(perCycle * 5);
    const cycles = starts.filter((_, index) => index % perCycle === 0);
    cycles.slice(1).forEach((at, index) => {
      expect(at - (cycles[index] ?? 0)).toBeCloseTo(PATTERNS.fire.cycle);
    });
    annunciator.play(null);
    expect(audio.heard()).toEqual([]);
  });

  test('changes at once to a more urgent sound', async () => {
    await annunciator.unlock();
    annunciator.play('trouble');
    pass(1);
    annunciator.play('fire');
    expect(new Set(audio.heard().map(({ hertz }) => hertz))).toEqual(new Set([520]));
  });

  test('blocked at first, rings as soon as it may', async () => {
    annunciator.play('supervisory');
    expect(audio.heard()).toEqual([]);
    await annunciator.unlock();
    pass(1);
    expect(audio.heard().length).toBeGreaterThan(0);
  });

  test('the test plays all three classes, but never over a real alarm', async () => {
    await annunciator.unlock();
    annunciator.test();
    const tested = new Set(audio.heard().map(({ hertz }) => hertz));
    for (const one of ['fire', 'supervisory', 'trouble'] as const) {
      expect(tested).toContain(PATTERNS[one].tones[0]?.hertz);
    }
    annunciator.play('fire');
    annunciator.test();
    expect(new Set(audio.heard().map(({ hertz }) => hertz))).toEqual(new Set([520]));
  });
});
