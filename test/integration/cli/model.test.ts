import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { metadata, modelBytes, POINTS, writeModel } from '../../support/modelFile.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-cli-model-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('model show', () => {
  test('prints what a usable file says of itself', async () => {
    const { code, out, err } = await runCli(['model', 'show', writeModel(dir)]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      usable: true,
      version: 'test-1',
      trainedAt: '2026-01-01T00:00:00.000Z',
      carrying: 'probability',
      points: POINTS,
    });
  });

  test('prints why another would be refused, with code 1', async () => {
    const file = path.join(dir, 'other.onnx');
    writeFileSync(file, modelBytes('overvoltage', metadata({ carrying: 'luck' })));
    const { code, out } = await runCli(['model', 'show', file]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      usable: false,
      code: 'wrongSchema',
      detail: expect.stringContaining('carrying'),
    });
    const gone = await runCli(['model', 'show', path.join(dir, 'gone.onnx')]);
    expect(gone.code).toBe(1);
    expect(JSON.parse(gone.out)).toMatchObject({ usable: false, code: 'missing' });
  });
});
