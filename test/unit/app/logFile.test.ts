import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogFile } from '../../../main/app/LogFile.ts';
import { createShellLog } from '../../../main/app/shellLog.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emberwatch-log-'));
  path = join(folder, 'logs', 'desk.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (file: string) => readFileSync(file, 'utf8');

it('makes its folder and keeps what it is given', () => {
  const log = new LogFile(path);
  log.write('one\n');
  log.write('둘\n');
  expect(text(path)).toBe('one\n둘\n');
});

it('moves a full file aside and keeps one of those', () => {
  const log = new LogFile(path, 10);
  for (const line of ['aaaaaaaa\n', 'bbbbbbbb\n', 'cccccccc\n']) log.write(line);
  expect([text(path), text(`${path}.1`)]).toEqual(['cccccccc\n', 'bbbbbbbb\n']);
});

it('counts in bytes, and what an earlier run wrote counts too', () => {
  new LogFile(path, 10).write('화재\n');
  new LogFile(path, 10).write('경보\n');
  expect([text(path), text(`${path}.1`)]).toEqual(['경보\n', '화재\n']);
});

it('writes a line that is longer than a whole file', () => {
  new LogFile(path, 4).write('longer\n');
  expect([text(path), existsSync(`${path}.1`)]).toEqual(['longer\n', false]);
});

it('does not throw when the file can’t be written', () => {
  const log = new LogFile(path);
  rmSync(join(folder, 'logs'), { recursive: true });
  expect(() => log.write('lost\n')).not.toThrow();
});

it('takes the shell’s log as JSON lines that name their process', () => {
  createShellLog(new LogFile(path)).warn({ url: 'x' }, 'navigation refused');
  expect(JSON.parse(text(path))).toMatchObject({
    process: 'shell',
    url: 'x',
    msg: 'navigation refused',
  });
});
