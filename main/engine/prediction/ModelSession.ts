/** A loaded model: the only place that speaks with onnxruntime. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import { MODEL_OUTPUTS } from '#shared/prediction/verdict.ts';
import { isChance } from './isChance.ts';
import { keepRuntimePrivate } from './keepRuntimePrivate.ts';
import { SessionError } from './SessionError.ts';

const WINDOW = STEPS * FEATURE_COUNT;
/** More than one, so that a graph which was exported for one window alone is found out. */
const TRIED_WINDOWS = 2;

export class ModelSession {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /** @throws SessionError when the runtime refuses it, or a trial run doesn't give what it should. */
  static async load(bytes: Uint8Array): Promise<ModelSession> {
    keepRuntimePrivate();
    let session: InferenceSession;
    try {
      session = await InferenceSession.create(bytes, {
        executionProviders: ['cpu'],
        // The cores belong to the readings; the batch is what makes a run cheap.
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        executionMode: 'sequential',
      });
    } catch (error) {
      throw new SessionError('notAModel', `the runtime refuses it: ${messageOf(error)}`);
    }
    checkSignature(session);
    const loaded = new ModelSession(session);
    const scores = await loaded.run(new Float32Array(TRIED_WINDOWS * WINDOW), TRIED_WINDOWS);
    const bad = scores.find((score) => !isChance(score));
    if (bad !== undefined)
      throw new SessionError('wrongOutputs', `a trial run gave ${bad}, which is no chance`);
    return loaded;
  }

  /**
   * @param windows shape [count, STEPS, FEATURE_COUNT]; room after it is not looked at
   * @returns shape [count, MODEL_OUTPUTS], unchecked
   * @throws SessionError when the runtime fails, or gives another shape.
   */
  async run(windows: Float32Array, count: number): Promise<Float32Array> {
    const used = windows.subarray(0, count * WINDOW);
    let found: InferenceSession.OnnxValueMapType;
    try {
      found = await this.#session.run({
        window: new Tensor('float32', used, [count, STEPS, FEATURE_COUNT]),
      });
    } catch (error) {
      throw new SessionError('runtimeFailed', messageOf(error));
    }
    const scores = new Float32Array(count * MODEL_OUTPUTS.length);
    for (const [column, name] of MODEL_OUTPUTS.entries()) {
      const output = found[name];
      if (output?.type !== 'float32' || output.size !== count)
        throw new SessionError('wrongOutputs', `${name} is no float32 of shape [batch]`);
      const data = output.data as Float32Array;
      for (let row = 0; row < count; row++)
        scores[row * MODEL_OUTPUTS.length + column] = data[row]!;
    }
    return scores;
  }
}

function checkSignature(session: InferenceSession): void {
  const { inputNames, outputNames } = session;
  if (inputNames.length !== 1 || inputNames[0] !== 'window')
    throw new SessionError('wrongOutputs', `its inputs are ${inputNames.join(', ')}, not window`);
  const [input] = session.inputMetadata;
  if (!input?.isTensor || input.type !== 'float32')
    throw new SessionError('wrongOutputs', 'its input window is no float32 tensor');
  const missing = MODEL_OUTPUTS.filter((name) => !outputNames.includes(name));
  if (missing.length > 0)
    throw new SessionError('wrongOutputs', `it has no output ${missing.join(', ')}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
