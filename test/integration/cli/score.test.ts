import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import type { WireAnalysis, WireRefusal } from '../../../shared/scoring/analyzeWire.ts';
import { DEFAULT_THRESHOLDS } from '../../../shared/scoring/thresholds.ts';
import { runCli, spawnCli } from '../../support/cli.ts';
import { wire } from '../../support/wire.ts';

const dir = mkdtempSync(join(tmpdir(), 'emberwatch-score-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const jsonLines = (...objects: unknown[]) =>
  objects.map((one) => `${JSON.stringify(one)}\n`).join('');
const answersOf = <T>(out: string): T[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

describe('score', () => {
  test('answers every message in order, with every part, the floor, the level and the reasons', async () => {
    const calm = wire('device-1', { timestamp: 1_704_110_400_000 });
    const hot = wire('device-2', { timestamp: 1_704_110_401_000, pcbTemp: 70, sensorTemp: 72 });
    const { code, out, err } = await runCli(['score'], { input: jsonLines(calm, hot) });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [first, second] = answersOf<WireAnalysis>(out);
    expect(first).toMatchObject({ deviceId: 'device-1', effectiveLevel: 'NORMAL', reasons: [] });
    expect(second).toMatchObject({
      deviceId: 'device-2',
      ruleRisk: 0.4,
      statusRisk: 0,
      patternRisk: 0,
      scoreLevel: 'NORMAL',
      floorLevel: 'CRITICAL',
      effectiveLevel: 'CRITICAL',
      alertType: 'TEMPERATURE_CRITICAL',
    });
    expect(second?.finalScore).toBeCloseTo(0.16, 12);
    expect(second?.reasons.map(({ source }) => source)).toContain('floor');
  });

  test('one bad line is one error line, the rest is scored, and the code is 1', async () => {
    const input = `${jsonLines(wire('a'))}nonsense\n\n${jsonLines(wire('b', { volt: 'high' }), wire('c'))}`;
    const { code, out, err } = await runCli(['score'], { input });
    const answers = answersOf<WireAnalysis | WireRefusal>(out);
    expect(answers.map((answer) => ('error' in answer ? answer.error : answer.deviceId))).toEqual([
      'a',
      { reason: 'notJson', detail: expect.any(String), line: 2 },
      { reason: 'wrongType', detail: expect.stringContaining('volt'), line: 4 },
      'c',
    ]);
    expect(code).toBe(1);
    expect(err).toBe('emberwatch: 2 of 5 lines could not be read\n');
  });

  test('a line without an end and bytes that are no text are refused, not swallowed', async () => {
    const input = Buffer.concat([
      Buffer.alloc(200_000, 'x'),
      Buffer.from('\n'),
      Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
      Buffer.from(JSON.stringify(wire('last'))),
    ]);
    const { out } = await runCli(['score'], { input });
    const answers = answersOf<WireAnalysis | WireRefusal>(out);
    expect(answers.map((answer) => ('error' in answer ? answer.error : answer.deviceId))).toEqual([
      { reason: 'tooLarge', detail: 'message: 200000 bytes', line: 1 },
      { reason: 'notUtf8', detail: 'message: 3 bytes', line: 2 },
      'last',
    ]);
  });

  test('nothing in gives nothing out', async () => {
    expect(await runCli(['score'], { input: '\n\n' })).toEqual({ code: 0, out: '', err: '' });
  });

  test('power in watts is told from power in kilowatts', async () => {
    const input = jsonLines(wire('a', { pwr: 1045 }));
    const risk = async (unit: string) => {
      const { out } = await runCli(['score', '--power-unit', unit], { input });
      return answersOf<WireAnalysis>(out)[0]?.patternRisk;
    };
    expect(await risk('W')).toBe(0);
    expect(await risk('kW')).toBeGreaterThan(0);
  });

  test('judges by another threshold table, and names it', async () => {
    const file = join(dir, 'strict.json');
    const { limits } = DEFAULT_THRESHOLDS;
    const temperature = { elevated: 10, high: 20, critical: 30, emergency: 34 };
    const table = {
      ...DEFAULT_THRESHOLDS,
      version: 'strict-1',
      limits: { ...limits, temperature },
    };
    writeFileSync(file, JSON.stringify(table));
    const { out } = await runCli(['score', '--thresholds', file], { input: jsonLines(wire('a')) });
    expect(answersOf(out)[0]).toMatchObject({
      effectiveLevel: 'CRITICAL',
      thresholdsVersion: 'strict-1',
    });
  });

  test.each<[string, string, RegExp]>([
    ['is missing', '', /--thresholds .*can't be read/],
    ['is no JSON', '{', /--thresholds .*not valid JSON/],
    ['lacks entries', '{"version":"x"}', /--thresholds .*: clock: /],
  ])('a threshold table that %s is refused in one sentence', async (what, text, sentence) => {
    const file = join(dir, `${what}.json`);
    if (text !== '') writeFileSync(file, text);
    const { code, out, err } = await runCli(['score', '--thresholds', file]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('answers a line before the next one comes', async () => {
    const child = spawnCli(['score']);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const id of ['first', 'second']) {
      child.stdin.write(jsonLines(wire(id)));
      expect(JSON.parse((await lines.next()).value ?? '')).toHaveProperty('deviceId', id);
    }
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('ends quietly when the reader of its answers leaves', async () => {
    const child = spawnCli(['score']);
    let err = '';
    child.stderr.on('data', (text: Buffer) => {
      err += text.toString();
    });
    child.stdin.on('error', () => undefined);
    child.stdout.once('data', () => child.stdout.destroy());
    const feed = setInterval(() => child.stdin.write(jsonLines(wire('a'))), 1);
    const [code] = (await once(child, 'exit')) as [number | null];
    clearInterval(feed);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});
