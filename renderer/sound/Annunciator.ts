/** Makes the desk's sounds with WebAudio, and knows whether it can. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { PATTERNS, type SoundClass } from './patterns.ts';

/**
 * `blocked`: the browser waits for a click. `unavailable`: no audio at all, or a clock that stands still because
 * no device takes the sound. Either way the desk says so instead of being quiet.
 */
export type SoundState = 'ready' | 'blocked' | 'unavailable';

/** Timers of a hidden page run once a second at best, so cycles are laid out this far ahead. */
const AHEAD_S = 2.5;
/** The audio clock moves in steps; only when it stood for this many ticks does nothing take the sound. */
const STANDING_TICKS = 4;
/** A tone that starts or ends at once clicks. */
const EDGE_S = 0.012;

export class Annunciator {
  readonly state: StoreApi<{ readonly sound: SoundState; readonly playing: SoundClass | null }>;
  readonly #open: () => AudioContext;
  #context: AudioContext | null = null;
  #out: GainNode | null = null;
  #volume: number;
  #nextCycleAt = 0;
  #clockBefore = -1;
  #standing = 0;

  constructor(open: () => AudioContext, volume: number) {
    this.#open = open;
    this.#volume = volume;
    this.state = createStore(() => ({ sound: 'blocked' as SoundState, playing: null }));
  }

  start(): void {
    try {
      this.#context = this.#open();
      this.#context.addEventListener('statechange', () => this.#judge());
      this.#judge();
    } catch {
      this.state.setState({ sound: 'unavailable' });
      return;
    }
  }

  /** To be called from a click or a key: only then may a browser let sound through. */
  async unlock(): Promise<void> {
    if (this.#context === null || this.#context.state === 'running') return;
    await this.#context.resume().catch(() => undefined);
    this.#judge();
  }

  /** Changes the sound, or stops it with null. The same sound again goes on undisturbed. */
  play(sound: SoundClass | null): void {
    if (this.state.getState().playing === sound) return;
    this.state.setState({ playing: sound });
    this.#restart();
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    if (this.#context !== null)
      this.#out?.gain.setTargetAtTime(volume, this.#context.currentTime, 0.02);
  }

  /** One cycle of each alarm class, for the ear to compare. */
  test(): void {
    const context = this.#context;
    if (context === null || this.state.getState().playing !== null) return;
    this.#restart();
    let at = context.currentTime + 0.05;
    for (const sound of ['fire', 'supervisory', 'trouble'] as const) {
      this.#layOut(sound, at);
      at += Math.min(PATTERNS[sound].cycle, 3.2);
    }
  }

  /** Called a few times a second: lays out what comes next, and looks whether the audio clock moves. */
  tick(): void {
    const context = this.#context;
    if (context === null) return;
    if (context.state === 'running') {
      this.#standing = context.currentTime === this.#clockBefore ? this.#standing + 1 : 0;
      this.#clockBefore = context.currentTime;
      this.#say(this.#standing >= STANDING_TICKS ? 'unavailable' : 'ready');
    }
    this.#layOutAhead();
  }

  #judge(): void {
    if (this.#context === null) return;
    this.#say(this.#context.state === 'running' ? 'ready' : 'blocked');
  }

  #say(sound: SoundState): void {
    if (this.state.getState().sound !== sound) this.state.setState({ sound });
  }

  #restart(): void {
    const context = this.#context;
    if (context === null) return;
    // Whatever was laid out ahead hangs on the old node and falls silent with it.
    this.#out?.disconnect();
    this.#out = context.createGain();
    this.#out.gain.value = this.#volume;
    this.#out.connect(context.destination);
    this.#nextCycleAt = context.currentTime + 0.05;
    this.#layOutAhead();
  }

  #layOutAhead(): void {
    const context = this.#context;
    const { playing } = this.state.getState();
    if (context === null || playing === null || context.state !== 'running') return;
    // After a block the past cycles are not made up for.
    this.#nextCycleAt = Math.max(this.#nextCycleAt, context.currentTime);
    while (this.#nextCycleAt < context.currentTime + AHEAD_S) {
      this.#layOut(playing, this.#nextCycleAt);
      this.#nextCycleAt += PATTERNS[playing].cycle;
    }
  }

  #layOut(sound: SoundClass, start: number): void {
    const context = this.#context;
    const out = this.#out;
    if (context === null || out === null) return;
    for (const { at, length, hertz, shape, level } of PATTERNS[sound].tones) {
      const from = start + at;
      const voice = context.createOscillator();
      const edge = context.createGain();
      voice.type = shape;
      voice.frequency.value = hertz;
      edge.gain.setValueAtTime(0, from);
      edge.gain.linearRampToValueAtTime(level, from + EDGE_S);
      edge.gain.setValueAtTime(level, from + length - EDGE_S);
      edge.gain.linearRampToValueAtTime(0, from + length);
      voice.connect(edge).connect(out);
      voice.start(from);
      voice.stop(from + length);
    }
  }
}
