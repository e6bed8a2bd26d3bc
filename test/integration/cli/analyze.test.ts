/** `emberwatch analyze` as a process: over recordings, and over the folder of a desk that runs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AnalysisReport } from '../../../main/cli/analyze/Analysis.ts';
import { type AnalyzeOptions, analyze } from '../../../main/cli/analyze/analyze.ts';
import { runCli } from '../../support/cli.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';
import { wire } from '../../support/wire.ts';

const START = Date.UTC(2026, 8, 1, 3);
const MINUTE = 60_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-analyze-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Two hours, a reading every 20 seconds: `panel-1` arcs in the second hour, and is hot for its last two minutes. */
function record(): string {
  const lines: string[] = [];
  for (let i = 0; i < 360; i++) {
    const timestamp = START + i * 20_000;
    const hot = i >= 354;
    const arcs = i >= 200 && i < 212 ? { aArc: 1 } : {};
    const change = { idx: i, timestamp, sensorTemp: hot ? 72 : 35 + (i % 3) / 10, ...arcs };
    lines.push(JSON.stringify(wire('panel-1', change)));
    lines.push(JSON.stringify(wire('panel-2', { idx: i, timestamp })));
  }
  const file = path.join(folder, 'recorded.jsonl');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

test('finds what is in a recording, and writes its five minutes', async () => {
  const file = record();
  const rows = path.join(folder, 'rows.jsonl');
  const { code, out } = await runCli(['analyze', file, '--json', '--five-minutes', rows]);
  expect(code).toBe(0);
  const report = JSON.parse(out) as AnalysisReport;
  expect(report).toMatchObject({ readings: 720, leftOut: 0, refused: 0, from: START });
  expect(report.alarms).toEqual([
    {
      deviceId: 'panel-1',
      kind: 'frequentArcs',
      at: START + 210 * 20_000,
      detail: { type: 'frequentArcs', arcs: 11 },
    },
  ]);
  expect(report.findings.map(({ kind, deviceId }) => [kind, deviceId])).toEqual([
    ['frequentArcs', 'panel-1'],
    ['sensorAnomaly', 'panel-1'],
    ['temperatureAnomaly', 'panel-1'],
  ]);
  expect(report.devices.map(({ deviceId }) => deviceId)).toEqual(['panel-1', 'panel-2']);
  expect(report.devices[1]?.patterns).toMatchObject({ trend: 'STABLE', temperatureTrend: 0 });
  const lines = readFileSync(rows, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(48);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    deviceId: 'panel-1',
    windowEnd: START + 5 * MINUTE,
    records: 15,
  });
});

const inProcess = async (paths: readonly string[], change: Partial<AnalyzeOptions> = {}) => {
  const options: AnalyzeOptions = {
    powerUnit: undefined,
    powerFactorUnit: undefined,
    fiveMinutes: undefined,
    json: true,
    language: 'en',
    ...change,
  };
  let out = '';
  const code = await analyze(paths, options, (text) => {
    out += text;
  });
  return { code, out };
};

test.each([
  ['ko', '분석 경보', '잦은 아크', '10분 동안 아크 11회'],
  ['en', 'ALARMS OF THE ANALYSIS', 'Frequent arcs', '11 arcs in ten minutes'],
] as const)('prints a table in %s', async (language, ...words) => {
  const { code, out } = await inProcess([record()], { json: false, language });
  expect(code).toBe(0);
  for (const word of words) expect(out).toContain(word);
  expect(out).not.toMatch(/undefined|NaN/);
});

test('reads the days of a running desk, with the places of its devices and the units of its site', async () => {
  const desk = new PipelineDesk(START);
  const { registry } = desk.storage;
  registry.saveFloor({
    id: 'f',
    name: { ko: '1층', en: 'Floor 1' },
    level: 0,
    widthM: 50,
    heightM: 50,
    planSvg: '<svg/>',
    zones: [],
  });
  for (const [i, id] of ['one', 'two', 'far'].entries()) {
    const placement = {
      name: `Panel ${id}`,
      floorId: 'f',
      xM: id === 'far' ? 45 : i,
      yM: 0,
      zoneId: null,
      upstreamPanel: null,
      ratedCurrentA: null,
      gasSensor: null,
      temperatureSensor: null,
      model: null,
      expectedIntervalMs: 60_000,
    };
    registry.discover(id, START);
    desk.trackers.register(registry.place(id, placement, 'test', START));
  }
  for (let minute = 0; minute < 40; minute++) {
    const wave = 30 + 5 * Math.sin(minute / 3);
    desk.hear('one', minute, { pcbTemp: 20, sensorTemp: wave });
    desk.hear('two', minute, { pcbTemp: 20, sensorTemp: wave + 3 });
    desk.hear('far', minute, { sensorTemp: 60 - wave });
    desk.clock += MINUTE;
  }
  desk.pipeline.flush();
  const { code, out } = await inProcess([desk.dataDir]);
  await desk.dispose();
  expect(code).toBe(0);
  const report = JSON.parse(out) as AnalysisReport;
  const one = report.devices.find(({ deviceId }) => deviceId === 'one');
  expect(one).toMatchObject({ name: 'Panel one', readings: 40 });
  expect(one?.surroundings.neighbours).toMatchObject([
    { deviceId: 'two', distanceM: 1, atHighRisk: false },
  ]);
  expect(one?.surroundings.neighbours[0]?.temperatureCorrelation).toBeCloseTo(1, 6);
  expect(one?.surroundings.clusterRisk).toBe(0);
});

test('counts what it can’t read and says so, and refuses what is no recording', async () => {
  const file = path.join(folder, 'bad.jsonl');
  writeFileSync(file, `${JSON.stringify(wire('a', { timestamp: START }))}\nnonsense\n`);
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const bad = await inProcess([file]);
  const complaints = said.mock.calls.map(([text]) => text);
  said.mockRestore();
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.out)).toMatchObject({ readings: 1, refused: 1 });
  expect(complaints).toEqual(['emberwatch: 1 lines could not be read\n']);
  const missing = path.join(folder, 'nothing.jsonl');
  await expect(inProcess([missing])).rejects.toThrow('nothing.jsonl');
  const nowhere = path.join(folder, 'no', 'rows.jsonl');
  await expect(inProcess([file], { fiveMinutes: nowhere })).rejects.toThrow('--five-minutes');
  const empty = path.join(folder, 'empty.jsonl');
  writeFileSync(empty, '');
  await expect(inProcess([empty])).rejects.toThrow('no reading could be used');
});
