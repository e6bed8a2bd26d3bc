/** How much of its slowest part the whole path of a reading keeps, from the broker's queue to the commit. */
import { defineBench, progress } from '../defineBench.ts';
import { atLeast, judged } from '../judging/goal.ts';
import { middle } from '../judging/trend.ts';
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
    repetitions: { default: 5, what: 'of which the middle one counts' },
  },
  async run({ messages: count, devices, repetitions }) {
    const receivedAt = Date.now();
    const messages = encodedMessages(count, devices, receivedAt - HISTORY_MS);
    const rounds: Round[] = [];
    // The first only warms up. All parts in each round, so that they meet the same machine.
    for (let n = 0; n <= repetitions; n++) {
      const decoded = benchDecode(messages, receivedAt);
      const scored = benchScore(decoded.readings);
      const round = {
        receive: await benchReceive(messages),
        decode: decoded.measured,
        score: scored.measured,
        commit: await benchInsert(scored.scored),
        whole: (await benchEndToEnd(messages)).measured,
      };
      if (n > 0) rounds.push(round);
      progress(`round ${n} of ${repetitions}: ${shareOf(round).toFixed(2)}`);
    }
    const perSecond = (name: keyof Round) => middle(rounds.map((round) => round[name].perSecond));
    const figures = {
      perSecond: {
        receive: perSecond('receive'),
        decode: perSecond('decode'),
        score: perSecond('score'),
        commit: perSecond('commit'),
        whole: perSecond('whole'),
      },
      shares: rounds.map((one) => round(shareOf(one), 3)),
    };
    const share = middle(rounds.map(shareOf));
    return judged(figures, [atLeast('the whole path, of its slowest part', share, SHARE)]);
  },
});

interface Round {
  readonly receive: Measurement;
  readonly decode: Measurement;
  readonly score: Measurement;
  readonly commit: Measurement;
  readonly whole: Measurement;
}

function shareOf({ receive, decode, score, commit, whole }: Round): number {
  const slowest = Math.min(...[receive, decode, score, commit].map((part) => part.perSecond));
  return whole.perSecond / slowest;
}
