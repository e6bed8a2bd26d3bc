import { MODEL_OUTPUTS, type ModelScores } from '#shared/prediction/verdict.ts';
import { isChance } from './isChance.ts';

const WIDTH = MODEL_OUTPUTS.length;

/**
 * @param all what a run gave, shape [count, MODEL_OUTPUTS]
 * @returns in the order of the windows; null for one of which the model made something that is no chance
 */
export function scoresOf(all: Float32Array, count: number): readonly (ModelScores | null)[] {
  return Array.from({ length: count }, (_, row) => {
    const scores = {} as Record<(typeof MODEL_OUTPUTS)[number], number>;
    for (const [column, output] of MODEL_OUTPUTS.entries()) {
      const score = all[row * WIDTH + column]!;
      if (!isChance(score)) return null;
      scores[output] = Math.min(1, Math.max(0, score));
    }
    return scores;
  });
}
