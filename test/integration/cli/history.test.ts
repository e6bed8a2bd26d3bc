import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { lockDataDir } from '#engine/storage/lockDataDir.ts';
import { Settings } from '#engine/storage/Settings.ts';
import { DEFAULT_PERIODS } from '#shared/archive/periods.ts';
import { importHistory } from '../../../main/cli/importHistory.ts';
import { replay } from '../../../main/cli/replay.ts';
import { runCli } from '../../support/cli.ts';
import { wire } from '../../support/wire.ts';

const START = Date.now() - 3 * 3_600_000;
let dir: string;
let data: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-history-'));
  data = path.join(dir, 'data');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A quarter of an hour of a device that overheats in its last minutes. */
const lines = (device: string) =>
  Array.from({ length: 90 }, (_, n) =>
    JSON.stringify(
      wire(device, {
        idx: n,
        timestamp: START + n * 10_000,
        ...(n > 80 && { pcbTemp: 110, sensorTemp: 118, status: 64 }),
      }),
    ),
  );

const write = (name: string, content: string | Buffer) => {
  const file = path.join(dir, name);
  writeFileSync(file, content);
  return file;
};
const rows = (sql: string, file = 'control-room.db') => {
  const db = new Database(path.join(data, file), { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
};

/** In this process: a new one for each call would cost most of the time. */
async function importing(...paths: string[]) {
  const said: string[] = [];
  const keep = (text: unknown) => {
    said.push(String(text));
    return true;
  };
  const warned: string[] = [];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      warned.push(String(text));
      return true;
    }),
  ];
  try {
    const code = await importHistory(paths, { data });
    return {
      code,
      counts: JSON.parse(said.join('')) as Record<string, unknown>,
      warned: warned.join(''),
    };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('importing history', () => {
  it('counts each line once, keeps what it refuses, alarms of nothing, and adds nothing the second time', async () => {
    const packed = write('a.jsonl.gz', gzipSync(`${lines('a').join('\n')}\n`));
    const plain = write(
      'b.jsonl',
      [
        ...lines('b'),
        'no json',
        '',
        JSON.stringify(wire('b', { timestamp: null })),
        JSON.stringify(wire('b', { timestamp: Date.now() + 86_400_000 })),
        JSON.stringify({ topic: 'x', payload: JSON.stringify(wire('c', { timestamp: START })) }),
      ].join('\r\n'),
    );
    const first = await importing(packed, plain);
    expect(first.counts).toEqual({
      read: 184,
      new: 181,
      alreadyThere: 0,
      refused: 3,
      reasons: { notJson: 1, noDeviceTime: 1, inTheFuture: 1 },
      olderThanKept: 0,
    });
    expect(first.code).toBe(1);
    const kept = readdirSync(data).filter((name) => name.startsWith('import-refused-'));
    const refused = readFileSync(path.join(data, kept[0] ?? ''), 'utf8')
      .trim()
      .split('\n');
    expect(refused.map((line) => JSON.parse(line))).toMatchObject([
      { file: plain, line: 91, reason: 'notJson', text: 'no json' },
      { file: plain, line: 93, reason: 'noDeviceTime' },
      { file: plain, line: 94, reason: 'inTheFuture' },
    ]);
    expect(rows('SELECT count(*) AS n FROM alarm')).toEqual([{ n: 0 }]);
    expect(rows("SELECT detail_json FROM audit WHERE action = 'history.import'")).toHaveLength(1);
    expect(rows('SELECT id FROM device ORDER BY id')).toEqual([
      { id: 'a' },
      { id: 'b' },
      { id: 'c' },
    ]);

    const again = await importing(packed);
    expect(again.code).toBe(0);
    expect(again.counts).toMatchObject({ read: 90, new: 0, alreadyThere: 90, refused: 0 });
    // The segments that it made are a recording themselves.
    const segments = path.join(data, 'telemetry');
    data = path.join(dir, 'other');
    expect((await importing(segments)).counts).toMatchObject({ read: 181, new: 181, refused: 0 });
  });

  it('takes the readings out of a folder that an export wrote, and leaves its alarms', async () => {
    const folder = path.join(dir, 'exported');
    mkdirSync(folder);
    const span = '20260101T0000Z-20260102T0000Z.jsonl.gz';
    writeFileSync(path.join(folder, `readings-${span}`), gzipSync(lines('a').join('\n')));
    writeFileSync(path.join(folder, `alarms-${span}`), gzipSync('{"id":"x","kind":"fire"}\n'));
    const { code, counts } = await importing(folder);
    expect(counts).toMatchObject({ read: 90, new: 90, refused: 0 });
    expect(code).toBe(0);
  });

  it('counts as too old what the desk of this folder would delete, by the period that was set', async () => {
    const old = Date.now() - 40 * 86_400_000;
    const file = write('old.jsonl', JSON.stringify(wire('a', { timestamp: old })));
    const first = await importing(file);
    expect(first.counts).toMatchObject({ new: 1, olderThanKept: 1 });
    expect(first.warned).toContain('1 readings are older than 30 days');
    const db = new Database(path.join(data, 'control-room.db'));
    new Settings(db).set('retention.periods', { ...DEFAULT_PERIODS, readingsDays: 60 }, 0, null);
    db.close();
    expect((await importing(file)).counts).toMatchObject({ alreadyThere: 1, olderThanKept: 0 });
  });

  it('refuses a folder that is in use, in a sentence', async () => {
    await importing(write('a.jsonl', lines('a')[0] ?? ''));
    const lock = lockDataDir(data);
    try {
      await expect(importing(path.join(dir, 'a.jsonl'))).rejects.toThrow(
        'another Emberwatch is already using this data folder',
      );
    } finally {
      lock.release();
    }
  });
});

describe('replaying', () => {
  /** In this process, for what never comes to a start. */
  const replaying = (...paths: string[]) =>
    replay(paths, {
      data,
      speed: Number.POSITIVE_INFINITY,
      port: 0,
      powerUnit: 'kW',
      powerFactorUnit: 'ratio',
      model: false,
      logLevel: 'silent',
    });

  it('plays recordings through the whole path at their own times, in a folder marked for it', async () => {
    const a = write('a.jsonl', `${lines('a').join('\n')}\nno json\n`);
    const b = write('b.jsonl.gz', gzipSync(lines('b').join('\n')));
    const { code, out } = await runCli([
      'replay',
      a,
      b,
      '--data',
      data,
      '--speed',
      'max',
      '--no-model',
      '--log-level',
      'error',
    ]);
    const [ready, end] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(ready).toHaveProperty('url');
    expect(end).toMatchObject({ read: 181, committed: 180, alreadyThere: 0, refused: 1 });
    expect(code).toBe(0);
    // Alarms stand at the time of the recording, and the site says that nothing of it is live.
    const raised = rows('SELECT device_id, min(onset_ms) AS at FROM alarm GROUP BY device_id');
    expect(raised).toMatchObject([
      { device_id: 'a', at: START + 810_000 },
      { device_id: 'b', at: START + 810_000 },
    ]);
    expect(rows("SELECT value_json FROM setting WHERE key = 'replay'")).toEqual([
      { value_json: 'true' },
    ]);
    expect(rows('SELECT simulated FROM site')).toEqual([{ simulated: 1 }]);
    expect(rows('SELECT reason, detail FROM quarantine')).toMatchObject([
      { reason: 'notJson', detail: expect.stringContaining('a.jsonl, line 91') },
    ]);

    const used = path.join(dir, 'used');
    const [replayed] = [data];
    data = used;
    await importing(a);
    await expect(replaying(a)).rejects.toThrow('belongs to a desk that monitors');
    data = replayed;
    await expect(importing(a)).rejects.toThrow('holds a replay');
    const demo = { seed: 1, devices: 1 };
    await expect(
      startEngine({ dataDir: data, modelPath: null, log: createLog('silent'), demo }),
    ).rejects.toThrow('This data folder holds a replay');
  });

  it('says what it can’t play', async () => {
    const odd = write('notes.txt', 'x');
    await expect(replaying(odd)).rejects.toThrow('is no recording');
    await expect(replaying(path.join(dir, 'absent.jsonl'))).rejects.toThrow("can't be read");
    await expect(replaying(write('empty.jsonl', ''))).rejects.toThrow('nothing to play');
    await expect(replaying(write('timeless.jsonl', 'x\ny\n'))).rejects.toThrow('tell no time');
  });
});
