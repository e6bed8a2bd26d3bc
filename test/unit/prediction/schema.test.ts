import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FEATURE_SCHEMA, FEATURES, HAZARD_FEATURES } from '#shared/prediction/schema.ts';

test('training reads the schema that the desk has: after a change, npm run schema', () => {
  const file = new URL('../../../models/training/schema.json', import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(FEATURE_SCHEMA);
});

test('every feature has its own name', () => {
  expect(new Set(FEATURES.map(({ name }) => name)).size).toBe(FEATURES.length);
});

test('the figures a hazard are evidence, one a hazard, in the order in which the signs are read', () => {
  const hazards = HAZARD_FEATURES.map((index) => FEATURES[index]!);
  expect(hazards.map(({ group }) => group)).toEqual([
    'temperature',
    'gas',
    'leakage',
    'arcs',
    'supply',
  ]);
  expect(new Set(hazards.map(({ role }) => role))).toEqual(new Set(['evidence']));
});
