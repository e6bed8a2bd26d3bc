/** The model that the program comes with is the one that its card describes, and computes what its training computed. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bundledModel, measuredHash } from '#engine/prediction/bundledModel.ts';
import { ModelSession } from '#engine/prediction/ModelSession.ts';
import { readModelFile } from '#engine/prediction/readModelFile.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { MODEL_OUTPUTS, type ModelOutput } from '#shared/prediction/verdict.ts';

const FILE = 'models/fire-risk.onnx';
const metrics = JSON.parse(readFileSync('models/metrics.json', 'utf8')) as {
  hash: string;
  bytes: number;
  trainingDataHash: string;
  operatingPoints: unknown;
  sets: Record<string, { figures: Record<string, unknown> }>;
};
const cases = readFileSync('models/parity.json');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('the file, its metrics and its card speak of the same model', async () => {
  const bytes = readFileSync(FILE);
  expect(metrics).toMatchObject({ hash: sha256(bytes), bytes: bytes.length });
  expect(measuredHash(bundledModel())).toBe(metrics.hash);
  expect(measuredHash('test/fixtures/models/hot.onnx')).toBeUndefined();
  const model = await readModelFile(FILE);
  expect(model).toMatchObject({
    ok: true,
    file: {
      metadata: {
        trainingDataHash: metrics.trainingDataHash,
        operatingPoints: metrics.operatingPoints,
        parity: sha256(cases),
        card: { sets: Object.values(metrics.sets).map(({ figures }) => figures) },
      },
    },
  });
  const card = readFileSync('models/MODEL_CARD.md', 'utf8');
  expect(card).toContain(metrics.hash);
  expect(card).toContain(metrics.trainingDataHash);
  for (const [name, { figures }] of Object.entries(metrics.sets)) {
    for (const { model: words } of [WORDS.ko, WORDS.en])
      expect(Object.keys(words.versions.setNames)).toContain(name);
    expect(card).toContain(`### ${name}`);
    expect(card).toMatch(new RegExp(`of ${figures['hardNegatives']} +\\|`));
  }
});

test('the runtime answers what the libraries of the training answered, to within 1e-5', async () => {
  const { windows, outputs } = JSON.parse(cases.toString('utf8')) as {
    windows: number[][][];
    outputs: Record<ModelOutput, number[]>;
  };
  const session = await ModelSession.load(readFileSync(FILE));
  const found = await session.run(new Float32Array(windows.flat(2)), windows.length);
  expect(windows.length).toBeGreaterThanOrEqual(32);
  for (const [column, name] of MODEL_OUTPUTS.entries())
    for (const [row, expected] of outputs[name].entries())
      expect(
        Math.abs((found[row * MODEL_OUTPUTS.length + column] ?? Number.NaN) - expected),
      ).toBeLessThan(1e-5);
  // Cases in which nothing happens would agree whatever the trees say.
  expect(outputs.hazard.filter((chance) => chance > 0.5).length).toBeGreaterThanOrEqual(8);
});
