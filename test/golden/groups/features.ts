/** Groups of the seed's features, labels and sequences, which the product's own replace (`shared/prediction`). */
import {
  SEED_SENSORS,
  seedInferencePayload,
  seedInferenceVector,
  seedTrainingFeatures,
} from '#shared/prediction/seed/seedFeatures.ts';
import {
  fireLabels,
  seedConfidence,
  seedFireLabels,
  seedSequences,
} from '#shared/prediction/seed/seedLabels.ts';
import { levelOf } from '#shared/scoring/level.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import {
  type GoldenGroup,
  type JsonObject,
  number,
  numbers,
  object,
  objects,
  text,
} from '../vector.ts';

type TrainingRow = Parameters<typeof seedTrainingFeatures>[0];

export const features: GoldenGroup = {
  training_features: (input) => {
    const row = object(input, 'row');
    const values = Object.fromEntries(
      SEED_SENSORS.map((name) => [name, row[name]]),
    ) as TrainingRow['values'];
    const status = number(row, 'status_bits');
    const at = Date.parse(text(row, 'timestamp'));
    return { expected: seedTrainingFeatures({ values, status, at }) };
  },
  inference_feature_vector: (input) => {
    const payload = object(input, 'payload');
    const given = Object.keys(payload).map((name) => [name, number(payload, name)] as const);
    return { expected: { vector: seedInferenceVector(Object.fromEntries(given)) } };
  },
  raw_to_inference_payload: (input) => ({ expected: seedInferencePayload(object(input, 'raw')) }),
  interpret_probability: (input) => {
    const probability = number(input, 'probability');
    return {
      expected: {
        fire_probability: probability,
        risk_level: levelOf(probability, DEFAULT_THRESHOLDS),
        confidence: seedConfidence(probability),
      },
    };
  },
  create_fire_labels: (input) => {
    const rows = objects(input, 'rows').map(labelRow);
    return {
      expected: { labels: seedFireLabels(rows) },
      expected_resolved: { labels: fireLabels(rows) },
    };
  },
  create_sequences: (input) => {
    const length = number(input, 'sequence_length');
    const { sequences, targets } = seedSequences(numbers(input, 'X'), numbers(input, 'y'), length);
    const [first = null, last = null] = [sequences.at(0), sequences.at(-1)];
    return { expected: { count: sequences.length, first, last, targets } };
  },
};

const labelRow = (row: JsonObject) => ({
  deviceId: text(row, 'device_id'),
  at: number(row, 't'),
  pcbTemperature: number(row, 'pcb_temperature'),
  sensorTemperature: number(row, 'sensor_temperature'),
  arcCount: number(row, 'arc_count'),
  coGas: number(row, 'co_gas'),
  voc: number(row, 'voc'),
  alarms: number(row, 'total_alarms'),
});
