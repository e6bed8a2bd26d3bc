import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Operators } from '#engine/access/Operators.ts';
import { Sessions } from '#engine/access/Sessions.ts';
import { hashToken } from '#engine/access/sessionToken.ts';
import { createLog } from '#engine/log.ts';
import { MIGRATIONS } from '#engine/storage/migrations/index.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';

const now = () => 1_700_000_000_000;
/** The last version in which whoever sat at the desk could choose any name. */
const NAMED_ONLY = 2;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'emberwatch-upgrade-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('of a folder from before there were passwords, the names stay, and nobody is signed on or can be', () => {
  const path = join(dir, 'control-room.db');
  const before = new Database(path);
  for (const { sql } of MIGRATIONS.slice(0, NAMED_ONLY)) before.exec(sql);
  before.pragma(`user_version = ${NAMED_ONLY}`);
  before.exec("INSERT INTO operator VALUES ('kim', '김철수', 'administrator', 1)");
  before
    .prepare('INSERT INTO operator_session VALUES (?, ?, ?, ?, NULL)')
    .run(hashToken('chosen by anybody'), 'kim', '방재실', now());
  before.close();

  const { db } = openControlRoom({ path, now, log: createLog('silent') });
  expect(new Operators({ db, now }).choices()).toEqual([
    { id: 'kim', name: '김철수', role: 'administrator', signsInWith: null },
  ]);
  expect(new Sessions({ db, now }).resolve('chosen by anybody')).toBeUndefined();
  db.close();
});
