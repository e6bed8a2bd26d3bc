/** Bad input at every boundary. */
import { defineBench, progress } from '../defineBench.ts';
import { benchFuzz } from '../parts/fuzz.ts';

export const bench = defineBench({
  options: {
    cases: { default: 1_000_000, what: 'inputs' },
    seed: { default: 0, what: 'of the inputs; 0 draws one' },
  },
  async run({ cases, seed: asked }) {
    const seed = asked || Date.now() % 1_000_000_000;
    const result = await benchFuzz(cases, seed, progress);
    return { seed, ...result };
  },
});
