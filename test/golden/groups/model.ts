/** Groups of the seed's part 4 that the product computes: how good the model was. */
import { seedModelPerformance } from '#shared/prediction/seed/seedModelPerformance.ts';
import { type GoldenGroup, number, objects } from '../vector.ts';

export const modelMetrics: GoldenGroup = {
  calculate_model_performance: (input) => ({
    expected: seedModelPerformance(
      objects(input, 'predictions').map((prediction) => ({
        probability: number(prediction, 'prediction_probability'),
        confidence: number(prediction, 'confidence'),
        outcome:
          prediction['actual_outcome'] === undefined ? null : number(prediction, 'actual_outcome'),
      })),
    ),
  }),
};
