import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuditHeads } from '#engine/audit/AuditHeads.ts';
import { decodeText } from '#shared/telemetry/decode.ts';
import { runCli } from '../../support/cli.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';
import { silent } from '../storage/folder.ts';

const T0 = Date.UTC(2026, 0, 5, 12);

let desk: PipelineDesk;
let dir: string;
beforeEach(() => {
  desk = new PipelineDesk(T0);
  dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-cli-backup-'));
  new AuditHeads({
    db: desk.storage.controlRoom,
    audit: desk.storage.audit,
    dataDir: desk.dataDir,
    timeZone: () => 'Asia/Seoul',
    now: () => desk.clock,
    log: silent,
  }).close();
  for (let idx = 0; idx < 5; idx++) {
    desk.hear('hot', idx, { sensorTemp: 85 });
    desk.hear('partial', idx, { co: null, voc: null, absent: ['co', 'voc'] });
    desk.clock += 60_000;
  }
  desk.pipeline.flush();
  desk.storage.controlRoom
    .prepare("INSERT INTO site VALUES ('site', '현장', 'Site', 'Asia/Seoul', 'kW', 'ratio', 1)")
    .run();
});
afterEach(async () => {
  await desk.dispose();
  rmSync(dir, { recursive: true, force: true });
});

describe('from a terminal', () => {
  test('a folder in use is backed up, and restored into another; a used one is refused', async () => {
    const to = path.join(dir, 'backup');
    const made = await runCli(['backup', '--data', desk.dataDir, '--to', to, '--lang', 'en']);
    expect(made).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Verified:') });
    const refused = await runCli(['restore', '--from', to, '--data', desk.dataDir, '--force']);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('already using') });
    const restored = path.join(dir, 'restored');
    const back = await runCli(['restore', '--from', to, '--data', restored, '--lang', 'ko']);
    expect(back).toMatchObject({ code: 0, err: '', out: expect.stringContaining('복원했습니다') });
    const again = await runCli(['restore', '--from', to, '--data', restored, '--lang', 'en']);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('--force') });
  });

  test('an export is what the devices sent, in order of arrival, and reads back as it was', async () => {
    const span = ['--from', '2026-01-05T12:01Z', '--to', '2026-01-05T21:04+09:00'];
    const out = path.join(dir, 'export');
    const { code, err } = await runCli(['export', '--data', desk.dataDir, '--out', out, ...span]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const names = ['alarms', 'readings'].map(
      (what) => `simulated-${what}-20260105T1201Z-20260105T1204Z.jsonl.gz`,
    );
    expect(readdirSync(out).sort()).toEqual(names);
    const lines = gunzipSync(readFileSync(path.join(out, names[1]!)))
      .toString()
      .trim()
      .split('\n');
    expect(lines).toHaveLength(6);
    const received = lines.map((line) => (JSON.parse(line) as { receivedAt: number }).receivedAt);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect(received[0]).toBe(T0 + 60_000);
    const units = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;
    const decoded = lines.map((line) => decodeText(line, units));
    expect(decoded.every(({ ok }) => ok)).toBe(true);
    const partial = decoded.find((one) => one.ok && one.reading.deviceId === 'partial');
    expect(partial).toMatchObject({ reading: { coGas: Number.NaN, voc: Number.NaN, idx: 1 } });
    const csv = ['--format', 'csv', '--plain', '--device', 'hot'];
    expect(
      (await runCli(['export', '--data', desk.dataDir, '--out', out, ...span, ...csv])).code,
    ).toBe(0);
    const table = readFileSync(path.join(out, names[1]!.replace('.jsonl.gz', '.csv')), 'utf8');
    expect(table.trim().split('\r\n')).toHaveLength(4);
  });
});
