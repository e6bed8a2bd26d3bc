/** How much of its slowest part the whole path of a reading keeps, from the broker's queue to the commit. */
import { defineBench, progress } from '../defineBench.ts';
import { atLeast, judged } from '../judging/goal.ts';
import { type Measurement, round } from '../measure.ts';
import { encodedMessages } from '../messages.ts';
import { benchDecode } from '../parts/decode.ts';
import { benchEndToEnd } from '../parts/endToEnd.ts';
import { benchInsert } from '../parts/insert.ts';
import { benchReceive } from '../parts/receive.ts';
import { benchScore } from '../parts/score.ts';

const SHARE = 0.7;
const HISTORY_MS = 600_000;

export const bench = defineBench({
  options: {
    messages: { default: 50_000, what: 'messages of a repetition' },
    devices: { default: 1_000, what: 'devices that send them' },
    repetitions: { default: 5, what: 'of which the quickest counts' },
  },
  async run({ messages: count, devices, repetitions }) {
    const receivedAt = Date.now();
    const messages = encodedMessages(count, devices, receivedAt - HISTORY_MS);
    const rounds: Round[] = [];
    // The first only warms up. All parts in each round, so that they meet the same machine.
    for (let n = 0; n <= repetitions; n++) {
      const decoded = benchDecode(messages, receivedAt);
      const scored = benchScore(decoded.readings);
      const one = {
        receive: await benchReceive(messages),
        decode: decoded.measured,
        score: scored.measured,
        commit: await benchInsert(scored.scored),
        whole: (await benchEndToEnd(messages)).measured,
      };
      if (n > 0) rounds.push(one);
      progress(`round ${n} of ${repetitions}: ${one.whole.perSecond} a second`);
    }
    // Whatever else the machine does makes a run slower and none quicker: the quickest is the least disturbed.
    const quickest = (name: keyof Round) => Math.max(...rounds.map((one) => one[name].perSecond));
    const parts = {
      receive: quickest('receive'),
      decode: quickest('decode'),
      score: quickest('score'),
      commit: quickest('commit'),
    };
    const whole = quickest('whole');
    const slowest = Math.min(...Object.values(parts));
    // The parts one after the other, and nothing else: one thread can't be quicker.
    const fused = 1 / Object.values(parts).reduce((sum, rate) => sum + 1 / rate, 0);
    const figures = {
      perSecond: { ...parts, whole },
      oneThreadCouldKeep: round(fused / slowest, 3),
      keptOfThat: round(whole / fused, 3),
    };
    return judged(figures, [
      atLeast('the whole path, of its slowest part', whole / slowest, SHARE),
    ]);
  },
});

interface Round {
  readonly receive: Measurement;
  readonly decode: Measurement;
  readonly score: Measurement;
  readonly commit: Measurement;
  readonly whole: Measurement;
}
