import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MinutePrediction } from '../../../main/cli/prediction/DevicePredictor.ts';
import { runCli, spawnCli } from '../../support/cli.ts';
import { writeModel } from '../../support/modelFile.ts';
import { linesOf, MINUTE, START, time } from '../../support/recordings.ts';

const dir = mkdtempSync(join(tmpdir(), 'emberwatch-predict-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
let model: string;
beforeAll(() => {
  model = writeModel(dir, 'hot');
});

const answersOf = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as MinutePrediction);

/** The fixture's: the logistic function of the temperature above 55 °C, which is told from 50 °C on. */
const probability = (temperature: number) => 1 / (1 + Math.exp(55 - Math.max(50, temperature)));

describe('predict', () => {
  test('one line a closed minute of each device; no number without a full window', async () => {
    const one = linesOf({
      deviceId: 'one',
      minutes: 41,
      at: (minute) => ({ sensorTemp: minute < 35 ? 37 : 58 }),
    });
    const two = linesOf({ deviceId: 'two', minutes: 41 });
    const input = one.flatMap((line, index) => [line, two[index]]).join('\n');
    const { code, out, err } = await runCli(['predict', '--model', model], { input });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const answers = answersOf(out);
    const mine = answers.filter(({ deviceId }) => deviceId === 'one');
    expect(answers).toHaveLength(80);
    expect(mine.map(({ at }) => at)).toEqual(
      Array.from({ length: 40 }, (_, minute) => time(minute)),
    );
    for (const answer of mine.slice(0, 29))
      expect(answer).toMatchObject({ state: 'warmingUp', scores: null, level: 'NORMAL' });
    const ready = mine.slice(29);
    expect(new Set(ready.map(({ state }) => state))).toEqual(new Set(['ready']));
    for (const [index, { scores }] of ready.entries())
      expect(scores?.probability).toBeCloseTo(probability(index + 29 < 35 ? 37 : 58), 5);
    // Two of three windows must agree.
    expect(ready.map(({ level }) => level)).toEqual([
      ...Array.from({ length: 7 }, () => 'NORMAL'),
      ...Array.from({ length: 4 }, () => 'HIGH'),
    ]);
    expect(mine[0]?.modelHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a silence closes its minutes too, and they say why there is no number', async () => {
    const before = linesOf({ deviceId: 'one', minutes: 60 });
    const input = before.filter((_, index) => index < 80 || index >= 86).join('\n');
    const { out } = await runCli(['predict', '--model', model], { input });
    const states = answersOf(out)
      .filter(({ at }) => at >= time(38))
      .map(({ state }) => state)
      .slice(0, 6);
    // One minute is held; after that nothing is known until it is heard again.
    expect(states).toEqual(['ready', 'ready', 'ready', 'stale', 'stale', 'ready']);
  });

  test('answers before the next message comes, and reads a stream that does not end', async () => {
    const child = spawnCli(['predict', '--model', model]);
    const lines = createInterface({ input: child.stdout });
    const [first, second, third] = linesOf({ deviceId: 'one', minutes: 3, intervalMs: MINUTE });
    child.stdin.write(`${first}\n${second}\n`);
    const [answer] = (await once(lines, 'line')) as [string];
    expect(JSON.parse(answer)).toMatchObject({ deviceId: 'one', at: time(0) });
    child.stdin.write(`${third}\n`);
    const [next] = (await once(lines, 'line')) as [string];
    expect(JSON.parse(next)).toMatchObject({ at: time(1) });
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  test('whoever reads no further ends it in peace', async () => {
    const child = spawnCli(['predict', '--model', model]);
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.stdin.on('error', () => undefined);
    const lines = linesOf({ deviceId: 'one', minutes: 2_000 }).join('\n');
    child.stdin.write(lines);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end(`\n${lines}`);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(err).toBe('');
  });

  test('more devices than are remembered: the one heard longest ago begins anew, and that is said', async () => {
    const [a, b] = ['a', 'b'].map((deviceId) => linesOf({ deviceId, minutes: 40 }));
    const input = [...a!.slice(0, 40), ...b!, ...a!.slice(40)].join('\n');
    const args = ['predict', '--model', model, '--max-devices'];
    const few = await runCli([...args, '1'], { input });
    expect(few.err).toBe(
      'emberwatch: more than 1 devices at once: 2 times the one heard longest ago was forgotten (--max-devices)\n',
    );
    const ofA = (out: string) => answersOf(out).filter(({ deviceId }) => deviceId === 'a');
    expect(ofA(few.out).every(({ state }) => state === 'warmingUp')).toBe(true);
    const enough = await runCli([...args, '2'], { input });
    expect(enough).toMatchObject({ code: 0, err: '' });
    expect(ofA(enough.out).at(-1)?.state).toBe('ready');
  });

  test('lines that are no message are counted, and the code is 1', async () => {
    const input = ['', 'oops', ...linesOf({ deviceId: 'a', minutes: 2 }), '{}'].join('\n');
    const { code, out, err } = await runCli(['predict', '--model', model], { input });
    expect(code).toBe(1);
    expect(answersOf(out)).toHaveLength(1);
    expect(err).toMatch(/^emberwatch: 2 of 7 lines could not be read \(line 2: notJson, .*\)\n$/);
  });

  test('one mad clock stops no stream', async () => {
    const lines = linesOf({ deviceId: 'a', minutes: 40 });
    const mad = lines[20]!.replace(/"timestamp":"[^"]+"/, '"timestamp":"2099-01-01T00:00:00.000Z"');
    const input = [...lines.slice(0, 20), mad, ...lines.slice(20)].join('\n');
    const { out } = await runCli(['predict', '--model', model], { input });
    const answers = answersOf(out);
    expect(answers).toHaveLength(39);
    expect(answers.at(-1)).toMatchObject({ at: new Date(START + 38 * MINUTE).toISOString() });
    expect(answers.at(-1)?.state).toBe('ready');
  });

  test('of what the model makes no chance of there is no number, and the code is 1', async () => {
    const half = writeModel(dir, 'half');
    const sensorTemp = (minute: number) => (minute < 35 ? 37 : 90);
    const one = linesOf({
      deviceId: 'a',
      minutes: 38,
      at: (minute) => ({ sensorTemp: sensorTemp(minute) }),
    });
    const { code, out, err } = await runCli(['predict', '--model', half], {
      input: one.join('\n'),
    });
    const ready = answersOf(out).filter(({ state }) => state === 'ready');
    expect(ready.map(({ scores }) => scores?.probability ?? null)).toEqual([
      ...Array.from({ length: 6 }, () => 0.5),
      ...[null, null],
    ]);
    expect(ready.every(({ level }) => level === 'NORMAL')).toBe(true);
    expect({ code, err }).toEqual({
      code: 1,
      err: 'emberwatch: for 2 minutes the model gave no chance between 0 and 1\n',
    });
  });

  test('a devices file that names one twice is refused before anything is read', async () => {
    const devices = join(dir, 'devices.jsonl');
    writeFileSync(devices, '{"deviceId":"a"}\n{"deviceId":"a"}\n');
    const args = ['predict', '--model', model, '--devices', devices];
    const { code, err } = await runCli(args);
    expect(code).toBe(1);
    expect(err).toMatch(/^emberwatch: --devices .*devices\.jsonl, line 2: a is there twice\n$/);
  });
});
