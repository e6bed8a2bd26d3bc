/** What every sound of the desk goes through, and where it is measured on its way out. */

/** While a sentence is spoken the tone goes on, quieter. */
const DUCKED = 0.3;
/** Three quarters of a second at 44.1 kHz: more than what passes between two looks. */
const WINDOW = 32_768;
/** Seconds in which a level changes: fast, and without a click. */
const SMOOTH_S = 0.02;

export class OutputBus {
  readonly input: GainNode;
  readonly #context: AudioContext;
  readonly #volume: GainNode;
  readonly #meter: AnalyserNode;
  readonly #samples = new Float32Array(WINDOW);

  constructor(context: AudioContext, volume: number) {
    this.#context = context;
    this.input = context.createGain();
    this.#volume = context.createGain();
    this.#volume.gain.value = volume;
    this.#meter = context.createAnalyser();
    this.#meter.fftSize = WINDOW;
    this.input.connect(this.#volume).connect(this.#meter).connect(context.destination);
  }

  setVolume(volume: number): void {
    this.#volume.gain.setTargetAtTime(volume, this.#context.currentTime, SMOOTH_S);
  }

  duck(ducked: boolean): void {
    this.input.gain.setTargetAtTime(ducked ? DUCKED : 1, this.#context.currentTime, SMOOTH_S);
  }

  /** Root mean square of what left for the speaker in the last moments; 0 … 1. Behind the volume, so that it counts. */
  rms(): number {
    this.#meter.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / WINDOW);
  }
}
