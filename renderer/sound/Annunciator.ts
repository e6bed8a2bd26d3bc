/** Makes the desk's sounds with WebAudio, and knows whether it can. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { layOut } from './layOut.ts';
import { OutputBus } from './OutputBus.ts';
import {
  HIT,
  type Insistence,
  type Pattern,
  PROBE,
  patternOf,
  type SoundClass,
} from './patterns.ts';

/**
 * `blocked`: the browser waits for a click. `unavailable`: no audio at all. `standing`: an audio clock that doesn't
 * move, because no device takes the sound. In each case the desk says so instead of being quiet.
 */
export type AudioState = 'ready' | 'blocked' | 'unavailable' | 'standing';

export interface Annunciation {
  readonly audio: AudioState;
  readonly playing: SoundClass | null;
  readonly insistence: Insistence;
}

/** Timers of a hidden page run once a second at best, so cycles are laid out this far ahead. */
const AHEAD_S = 2.5;
/** The audio clock moves in steps; only when it stood for this many ticks does nothing take the sound. */
const STANDING_TICKS = 4;
/** A moment for what was just laid out to be in time. */
const SOON_S = 0.05;

/** Chromium's own, and not yet in the standard library's types. */
interface WithSink extends AudioContext {
  setSinkId(id: string): Promise<void>;
}

export class Annunciator {
  readonly state: StoreApi<Annunciation>;
  readonly #open: () => AudioContext;
  #context: AudioContext | null = null;
  #bus: OutputBus | null = null;
  #out: GainNode | null = null;
  #volume: number;
  #nextCycleAt = 0;
  #clockBefore = -1;
  #standing = 0;

  constructor(open: () => AudioContext, volume: number) {
    this.#open = open;
    this.#volume = volume;
    this.state = createStore<Annunciation>(() => ({
      audio: 'blocked',
      playing: null,
      insistence: 0,
    }));
  }

  start(): void {
    try {
      this.#context = this.#open();
      this.#bus = new OutputBus(this.#context, this.#volume);
      this.#context.addEventListener('statechange', () => this.#judge());
      this.#judge();
    } catch {
      this.state.setState({ audio: 'unavailable' });
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

  /** From the next cycle on. What was laid out already is heard to its end, so that the rhythm stays whole. */
  setInsistence(insistence: Insistence): void {
    if (this.state.getState().insistence !== insistence) this.state.setState({ insistence });
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    this.#bus?.setVolume(volume);
  }

  /** Makes room for a voice. The tone never stops for it. */
  duck(ducked: boolean): void {
    this.#bus?.duck(ducked);
  }

  /** One cycle of each alarm class, for the ear to compare. @returns how many seconds it takes; 0 while one rings. */
  test(): number {
    const context = this.#context;
    if (context === null || this.state.getState().playing !== null) return 0;
    this.#restart();
    let at = context.currentTime + SOON_S;
    for (const sound of ['fire', 'supervisory', 'trouble'] as const) {
      const pattern = patternOf(sound, 0);
      this.#layOut(pattern, at);
      at += Math.min(pattern.cycle, 3.2);
    }
    return at - context.currentTime;
  }

  /** Something of a walk test arrived. A real alarm is never mixed with it. */
  hit(): void {
    const context = this.#context;
    if (context === null || this.state.getState().playing !== null) return;
    if (this.#out === null) this.#restart();
    this.#layOut(HIT, context.currentTime + SOON_S);
  }

  /** Sends what nobody hears, for the bus to measure. */
  probe(): void {
    const context = this.#context;
    if (context === null) return;
    if (this.#out === null) this.#restart();
    this.#layOut(PROBE, context.currentTime + SOON_S);
  }

  /** What leaves for the speaker now. */
  rms(): number {
    return this.#bus?.rms() ?? 0;
  }

  /** Whether the page can choose where the sound comes out, which also means that its list of outputs is complete. */
  choosesOutput(): boolean {
    return this.#context !== null && 'setSinkId' in this.#context;
  }

  /** @param id of the output; null for the system's own. @returns false when that output is not there. */
  async setOutput(id: string | null): Promise<boolean> {
    if (!this.choosesOutput()) return id === null;
    try {
      await (this.#context as WithSink).setSinkId(id ?? '');
      return true;
    } catch {
      return false;
    }
  }

  /** Called a few times a second: lays out what comes next, and looks whether the audio clock moves. */
  tick(): void {
    const context = this.#context;
    if (context === null) return;
    if (context.state === 'running') {
      this.#standing = context.currentTime === this.#clockBefore ? this.#standing + 1 : 0;
      this.#clockBefore = context.currentTime;
      this.#say(this.#standing >= STANDING_TICKS ? 'standing' : 'ready');
    }
    this.#layOutAhead();
  }

  #judge(): void {
    if (this.#context === null) return;
    this.#say(this.#context.state === 'running' ? 'ready' : 'blocked');
  }

  #say(audio: AudioState): void {
    if (this.state.getState().audio !== audio) this.state.setState({ audio });
  }

  #restart(): void {
    const context = this.#context;
    if (context === null || this.#bus === null) return;
    // Whatever was laid out ahead hangs on the old node and falls silent with it.
    this.#out?.disconnect();
    this.#out = context.createGain();
    this.#out.connect(this.#bus.input);
    this.#nextCycleAt = context.currentTime + SOON_S;
    this.#layOutAhead();
  }

  #layOutAhead(): void {
    const context = this.#context;
    const { playing, insistence } = this.state.getState();
    if (context === null || playing === null || context.state !== 'running') return;
    // After a block the past cycles are not made up for.
    this.#nextCycleAt = Math.max(this.#nextCycleAt, context.currentTime);
    while (this.#nextCycleAt < context.currentTime + AHEAD_S) {
      const pattern = patternOf(playing, insistence);
      this.#layOut(pattern, this.#nextCycleAt);
      this.#nextCycleAt += pattern.cycle;
    }
  }

  #layOut(pattern: Pattern, start: number): void {
    if (this.#context !== null && this.#out !== null)
      layOut(this.#context, this.#out, pattern, start);
  }
}
