/** What the engine adds to a run of the model: one batch of windows, against onnxruntime alone. */
import { defineBench } from '../defineBench.ts';
import { atMost, judged } from '../judging/goal.ts';
import { encodedMessages } from '../messages.ts';
import { benchDecode } from '../parts/decode.ts';
import { benchPredict } from '../parts/predict.ts';

const OVER_BARE = 1.25;
const MESSAGES = 50_000;
const DEVICES = 1_000;
const HISTORY_MS = 600_000;

export const bench = defineBench({
  options: { repetitions: { default: 5, what: 'tens of batches, of which the middle one counts' } },
  async run({ repetitions }) {
    const receivedAt = Date.now();
    const messages = encodedMessages(MESSAGES, DEVICES, receivedAt - HISTORY_MS);
    const figures = await benchPredict(benchDecode(messages, receivedAt).readings, repetitions);
    const goals = [
      atMost('a batch in the engine, of the bare run', figures.engineOverBare, OVER_BARE),
    ];
    return figures.model === 'bundled'
      ? judged(figures, goals)
      : { ...figures, failed: 'the bundled model is not there, and a stand-in says nothing' };
  },
});
