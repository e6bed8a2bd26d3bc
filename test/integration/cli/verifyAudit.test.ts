import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MIGRATIONS } from '#engine/storage/migrations/index.ts';
import { runCli } from '../../support/cli.ts';
import { Chain } from '../audit/Chain.ts';

let chain: Chain;
beforeEach(() => {
  chain = new Chain();
  chain.act(9);
});
afterEach(() => chain.dispose());

const verify = (...more: string[]) => runCli(['verify-audit', '--data', chain.dir, ...more]);

describe('verify-audit', () => {
  test('says of a record in use that it is intact, and changes nothing', async () => {
    const before = chain.rows();
    const { code, out, err } = await verify();
    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'All 10 entries are intact.\nCompared with 1 signed head.\n',
      err: '',
    });
    expect(chain.rows()).toEqual(before);
  });

  test('names the first broken entry, in either language and for programs', async () => {
    chain.tamper(
      "UPDATE audit SET operator = '이영희' WHERE seq = 5; DELETE FROM audit WHERE seq = 8",
    );
    expect(await verify('--lang', 'ko')).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /^기록이 어긋난 곳이 2곳 있습니다\.\n {2}5번 기록\(.+, 경보 확인\)의 내용이 바뀌었습니다\.\n {2}8번부터 8번까지의 기록이 없습니다\.\n/,
      ),
    });
    const { code, out } = await verify('--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      intact: false,
      breaks: [
        { kind: 'changed', seq: 5 },
        { kind: 'missing', seq: 8, to: 8 },
      ],
    });
  });

  test('believes heads that were kept elsewhere', async () => {
    const kept = chain.keep([chain.heads.signedHead()]);
    chain.tamper('DELETE FROM audit WHERE seq > 7');
    expect(await verify()).toMatchObject({ code: 0 });
    expect(await verify('--heads', kept)).toMatchObject({
      code: 1,
      out: expect.stringContaining('it reached to 10'),
    });
  });

  test('works where the file of heads is missing, and says what that means', async () => {
    const empty = join(chain.dir, 'copy');
    mkdirSync(empty);
    chain.db.prepare('VACUUM INTO ?').run(join(empty, 'control-room.db'));
    expect(await runCli(['verify-audit', '--data', empty])).toMatchObject({
      code: 0,
      out: expect.stringContaining('a missing end can’t be seen'),
    });
  });

  test.each([
    [
      'a folder without a desk',
      (dir: string) => ['--data', join(dir, 'nothing')],
      'holds no control-room.db',
    ],
    [
      'a file of heads that isn’t there',
      (dir: string) => ['--data', dir, '--heads', join(dir, 'nothing')],
      'no such file',
    ],
    ['a folder from before there was a record', older, 'no such table: audit'],
    ['a database that is none', garbage, 'can’t be verified'],
  ])('says of %s what is wrong, on the error output', async (_name, args, expected) => {
    const { code, out, err } = await runCli(['verify-audit', ...args(chain.dir)]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.replaceAll("can't", 'can’t')).toContain(expected);
  });

  test('tells a mistyped command line from a broken record', async () => {
    expect(await verify('--head', 'x')).toMatchObject({ code: 2 });
  });
});

function older(dir: string): string[] {
  const old = join(dir, 'older');
  mkdirSync(old);
  const db = new Database(join(old, 'control-room.db'));
  for (const { sql } of MIGRATIONS.slice(0, 2)) db.exec(sql);
  db.close();
  return ['--data', old];
}

function garbage(dir: string): string[] {
  const broken = join(dir, 'broken');
  mkdirSync(broken);
  writeFileSync(
    join(broken, 'control-room.db'),
    'this is no database, whatever its name says '.repeat(99),
  );
  return ['--data', broken];
}
