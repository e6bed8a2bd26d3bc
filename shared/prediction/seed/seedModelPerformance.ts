/** The seed's `calculate_model_performance`, bug for bug: for the golden vectors alone. */
import { MIN_LABELLED } from '#shared/contract/predictionViews.ts';
import { confusionOf, ratiosOf } from '../monitoring/performance.ts';

export interface SeedPrediction {
  readonly probability: number;
  readonly confidence: number;
  /** Null: nobody has said yet what it was. */
  readonly outcome: number | null;
}

const DAYS_BACK = 7;
/** Of the probability, for every model. */
const POSITIVE_OVER = 0.5;

export function seedModelPerformance(predictions: readonly SeedPrediction[]) {
  const labelled = predictions.filter(({ outcome }) => outcome !== null);
  if (labelled.length < MIN_LABELLED)
    return { status: 'insufficient_data', count: labelled.length };
  const confusion = confusionOf(
    labelled.map(({ probability, outcome }) => ({
      said: probability > POSITIVE_OVER,
      real: outcome === 1,
    })),
  );
  const { accuracy, precision, recall, f1 } = ratiosOf(confusion);
  const confidence = labelled.reduce((sum, one) => sum + one.confidence, 0);
  return {
    // The seed calls an empty share 0.
    accuracy: accuracy ?? 0,
    precision: precision ?? 0,
    recall: recall ?? 0,
    f1_score: f1 ?? 0,
    average_confidence: confidence / labelled.length,
    total_predictions: labelled.length,
    true_positives: confusion.truePositives,
    false_positives: confusion.falsePositives,
    true_negatives: confusion.trueNegatives,
    false_negatives: confusion.falseNegatives,
    evaluation_period_days: DAYS_BACK,
  };
}
