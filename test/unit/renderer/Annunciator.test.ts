import { beforeEach, describe, expect, test } from 'vitest';
import { Annunciator } from '../../../renderer/sound/Annunciator.ts';
import { patternOf } from '../../../renderer/sound/patterns.ts';

/** As much of WebAudio as the desk uses: keeps what was laid out, and a clock that the test moves. */
class FakeAudio extends EventTarget {
  state = 'suspended';
  currentTime = 0;
  readonly destination = {};
  tones: { at: number; hertz: number; out: object }[] = [];
  readonly silent = new Set<object>();
  /** What leaves for the speaker. */
  level = 0;
  readonly gains: { value: number; target: number }[] = [];

  createGain() {
    const set = { value: 1, target: 1 };
    this.gains.push(set);
    const node = {
      gain: {
        set value(value: number) {
          set.value = value;
          set.target = value;
        },
        setValueAtTime: () => {},
        linearRampToValueAtTime: () => {},
        setTargetAtTime: (value: number) => {
          set.target = value;
        },
      },
      connect: (to: object) => to,
      disconnect: () => void this.silent.add(node),
    };
    return node;
  }

  createAnalyser() {
    return {
      fftSize: 0,
      connect: (to: object) => to,
      getFloatTimeDomainData: (samples: Float32Array) => samples.fill(this.level),
    };
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
    expect(annunciator.state.getState().audio).toBe('blocked');
    await annunciator.unlock();
    expect(annunciator.state.getState().audio).toBe('ready');
  });

  test('says that there is no sound when audio cannot be opened at all', () => {
    const none = new Annunciator(() => {
      throw new Error('no audio');
    }, 0.5);
    none.start();
    expect(none.state.getState().audio).toBe('unavailable');
  });

  test('says so when the audio clock stands still, because then nothing takes the sound', async () => {
    await annunciator.unlock();
    pass(2);
    expect(annunciator.state.getState().audio).toBe('ready');
    for (let tick = 0; tick < 5; tick++) annunciator.tick();
    expect(annunciator.state.getState().audio).toBe('standing');
  });

  test('repeats its pattern without a hole until it is stopped', async () => {
    await annunciator.unlock();
    annunciator.play('fire');
    pass(20);
    const starts = audio.heard().map(({ at }) => at);
    const perCycle = patternOf('fire', 0).tones.length;
    expect(starts.length).toBeGreaterThanOrEqual(perCycle * 5);
    const cycles = starts.filter((_, index) => index % perCycle === 0);
    cycles.slice(1).forEach((at, index) => {
      expect(at - (cycles[index] ?? 0)).toBeCloseTo(patternOf('fire', 0).cycle);
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
      expect(tested).toContain(patternOf(one, 0).tones[0]?.hertz);
    }
    annunciator.play('fire');
    annunciator.test();
    expect(new Set(audio.heard().map(({ hertz }) => hertz))).toEqual(new Set([520]));
  });
});

describe('the sound of what nobody answers', () => {
  const levelOf = (insistence: 0 | 1 | 2) => patternOf('fire', insistence).tones[0]?.level ?? 0;

  test('grows from the next cycle on, and the cycle that plays is heard to its end', async () => {
    await annunciator.unlock();
    annunciator.play('supervisory');
    const before = audio.heard().length;
    annunciator.setInsistence(2);
    expect(audio.heard()).toHaveLength(before);
    pass(12);
    const starts = audio.heard().map(({ at }) => at);
    const gaps = starts.slice(2).map((at, index) => at - (starts[index] ?? 0));
    expect(Math.min(...gaps)).toBeCloseTo(patternOf('supervisory', 2).cycle);
    expect(Math.max(...gaps)).toBeCloseTo(patternOf('supervisory', 0).cycle);
  });

  test('is louder at every step', () => {
    expect(levelOf(1)).toBeGreaterThan(levelOf(0) * 1.3);
    expect(levelOf(2)).toBeGreaterThan(levelOf(1) * 1.2);
  });
});

describe('the way out', () => {
  test('is measured behind the volume', async () => {
    await annunciator.unlock();
    expect(annunciator.rms()).toBe(0);
    audio.level = 0.25;
    expect(annunciator.rms()).toBeCloseTo(0.25);
  });

  test('is quieter under a voice and never silent', async () => {
    await annunciator.unlock();
    annunciator.duck(true);
    const lowest = Math.min(...audio.gains.map(({ target }) => target));
    expect(lowest).toBeGreaterThan(0.1);
    expect(lowest).toBeLessThan(0.5);
    annunciator.duck(false);
    expect(audio.gains.map(({ target }) => target)).toContain(1);
  });

  test('sends no test tone over a real alarm', async () => {
    await annunciator.unlock();
    annunciator.hit();
    expect(audio.heard().length).toBeGreaterThan(0);
    annunciator.play('fire');
    const ringing = audio.heard().length;
    annunciator.hit();
    expect(annunciator.test()).toBe(0);
    expect(audio.heard()).toHaveLength(ringing);
  });
});
