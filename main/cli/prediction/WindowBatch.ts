import type { DeviceWindow } from '#shared/prediction/DeviceWindow.ts';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import type { OperatingPoint } from '#shared/prediction/verdict.ts';

/** So many windows are one run: more make a run no cheaper. */
const BATCH = 64;
/** One message closes few minutes that can be predicted; room for those of the message that fills the batch. */
const ROOM = BATCH * 2;
const WINDOW = STEPS * FEATURE_COUNT;

/** Gathers windows, of one device or of many, so that the model runs over many at once. */
export class WindowBatch<Answer> {
  readonly points: readonly OperatingPoint[];
  readonly #run: (windows: Float32Array, count: number) => Promise<readonly Answer[]>;
  readonly #windows = new Float32Array(ROOM * WINDOW);
  #answers: ((scores: Answer) => void)[] = [];

  constructor(
    points: readonly OperatingPoint[],
    run: (windows: Float32Array, count: number) => Promise<readonly Answer[]>,
  ) {
    this.points = points;
    this.#run = run;
  }

  get full(): boolean {
    return this.#answers.length >= BATCH;
  }

  predict(window: DeviceWindow, answer: (scores: Answer) => void): void {
    if (this.#answers.length === ROOM) throw new Error('flush the batch when it is full');
    window.copyTo(this.#windows, this.#answers.length * WINDOW);
    this.#answers.push(answer);
  }

  /** Runs the model and gives every window its answer, in order. Nothing may be added meanwhile. */
  async flush(): Promise<void> {
    const count = this.#answers.length;
    if (count === 0) return;
    const scores = await this.#run(this.#windows.subarray(0, count * WINDOW), count);
    const answers = this.#answers;
    this.#answers = [];
    for (const [index, answer] of answers.entries()) answer(scores[index]!);
  }
}
