/** The golden runner as a process: what it must catch, or its success would mean nothing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const GOLDEN = join(import.meta.dirname, '../../golden');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'golden-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(goldenDir: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(GOLDEN, 'run.ts')], {
    encoding: 'utf8',
    env: { ...process.env, GOLDEN_DIR: goldenDir },
  });
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

const write = (name: string, ...vectors: readonly (object | string)[]) =>
  writeFileSync(
    join(folder, name),
    vectors.map((v) => `${typeof v === 'string' ? v : JSON.stringify(v)}\n`).join(''),
  );

const level = (id: string, score: number, risk_level: string) => ({
  id,
  fn: 'determine_risk_level',
  tags: [],
  input: { risk_score: score },
  expected: { risk_level },
});

test('every group of the project passes, without GOLDEN_DIR too', () => {
  const { status, lines } = run('');
  expect(lines.at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
  expect(status).toBe(0);
  const groups = readdirSync(GOLDEN).filter((name) => name.endsWith('.jsonl'));
  for (const group of groups.map((name) => name.slice(0, -'.jsonl'.length)))
    expect(lines.filter((line) => line.startsWith(`${group}: `))).toHaveLength(1);
});

test('a right vector passes, groups without a file are absent, and other files are left alone', () => {
  write('final-risk.jsonl', level('a', 0.6, 'HIGH'));
  write('README.md', 'not vectors');
  const { status, lines } = run(folder);
  expect(lines).toContain('final-risk: 1/1');
  expect(lines).toContain('pipeline: absent');
  expect(lines.at(-1)).toBe('1 passed, 0 failed');
  expect(status).toBe(0);
});

test('a wrong vector fails, with its id, the path, and both values', () => {
  write('final-risk.jsonl', level('right', 0.6, 'HIGH'), level('wrong', 0.59, 'HIGH'));
  const { status, lines } = run(folder);
  expect(lines).toContain('final-risk: 1/2');
  expect(lines).toContain('  wrong: expected.risk_level: want "HIGH", got "MEDIUM"');
  expect(lines.at(-1)).toBe('1 passed, 1 failed');
  expect(status).toBe(1);
});

test('a wrong expected_resolved fails although expected is right', () => {
  const input = {
    pcb_temperature: 30,
    sensor_temperature: 30,
    voltage: 220,
    current: 5,
    power_factor: 1,
    power: 1.1,
  };
  write('pattern-risk.jsonl', {
    id: 'p',
    fn: 'analyze_sensor_patterns',
    tags: [],
    input,
    expected: { pattern_risk: 0.1 },
    expected_resolved: { pattern_risk_power_kw: 0.1 },
  });
  const { status, lines } = run(folder);
  expect(lines).toContain('  p: expected_resolved.pattern_risk_power_kw: want 0.1, got 0');
  expect(status).toBe(1);
});

test.each([
  ['an unknown fn', { ...level('x', 0.6, 'HIGH'), fn: 'toString' }, 'x: unknown fn toString'],
  ['a broken line', '{"id":"x"', 'line 1: '],
  ['an empty line', '', 'line 1: '],
  ['a line that is not an object', '[1]', 'line 1: not an object'],
  [
    'no expectation',
    { id: 'x', fn: 'determine_risk_level', input: {} },
    'line 1: x: expects nothing',
  ],
  [
    'an input that is not there',
    { ...level('x', 0.6, 'HIGH'), input: {} },
    'x: input.risk_score is not a number',
  ],
  [
    'an expectation that nothing computes',
    { ...level('x', 0.6, 'HIGH'), expected_resolved: { risk_level: 'HIGH' } },
    'x: expected_resolved: nothing computes this',
  ],
])('%s is a failure, and the next vector still runs', (_, vector, sentence) => {
  write('final-risk.jsonl', vector, level('good', 0.6, 'HIGH'));
  const { status, lines } = run(folder);
  expect(lines).toContainEqual(expect.stringContaining(`  ${sentence}`));
  expect(lines.at(-1)).toBe('1 passed, 1 failed');
  expect(status).toBe(1);
});

test.each(['mystery', 'constructor'])('an unknown group called %s is a failure', (name) => {
  write('final-risk.jsonl', level('a', 0.6, 'HIGH'));
  write(`${name}.jsonl`, level('b', 0.6, 'HIGH'), level('c', 0.6, 'HIGH'));
  const { status, lines } = run(folder);
  expect(lines).toContain(`${name}: unknown group, 2 vectors unread`);
  expect(lines.at(-1)).toBe('1 passed, 2 failed');
  expect(status).toBe(1);
});

test('a folder without vectors proves nothing and fails, and so does no folder', () => {
  expect(run(folder)).toMatchObject({ status: 1, stderr: '' });
  const missing = run(join(folder, 'missing'));
  expect(missing.status).toBe(1);
  expect(missing.stderr).toContain('missing');
});
