/** Following another desk over HTTP: what keeps it from being followed is said, and it is followed again afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '#engine/log.ts';
import type { PeerPage } from '#engine/notifications/OtherDesks.ts';
import { PeerDesk } from '#engine/peers/PeerDesk.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { Settings } from '#engine/storage/Settings.ts';
import type { SharedAct } from '#shared/alarms/sharedAct.ts';
import { type Headless, startHeadless, TOKEN } from '../../support/headless.ts';

const log = createLog('silent');
let other: Headless;
let folder: string;
let settings: Settings;
let closeDatabase: () => void;

beforeEach(async () => {
  other = await startHeadless();
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-peer-'));
  const { db } = openControlRoom({
    path: path.join(folder, 'control-room.db'),
    now: Date.now,
    log,
  });
  settings = new Settings(db);
  closeDatabase = () => db.close();
});
afterEach(async () => {
  closeDatabase();
  await other.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Options {
  readonly siteId?: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
}

function follower(url: string, options: Options = {}) {
  const { siteId = 'site', token = TOKEN } = options;
  const troubles = new Map<string, string>();
  const merged: SharedAct[] = [];
  const heard: PeerPage[] = [];
  let monotonic = 0;
  const desk = new PeerDesk({
    peer: { url, token },
    siteId,
    merger: {
      merge: (acts) => {
        merged.push(...acts);
        return [];
      },
      settle: () => [],
    },
    tellings: { cursor: () => 0, heard: (_url, page) => heard.push(page) },
    settings,
    troubles: {
      set: (kind, source, detail) => {
        if (detail === null) troubles.delete(`${kind} ${source}`);
        else troubles.set(`${kind} ${source}`, detail);
      },
      happened: () => undefined,
    },
    now: Date.now,
    monotonicNow: () => monotonic,
    log,
    ...(options.fetch && { fetch: options.fetch }),
    changed: () => undefined,
  });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 10) {
      await desk.follow();
      monotonic += 10_000;
    }
    return [...troubles.values()];
  };
  return { desk, merged, heard, pass };
}

test('a desk where nothing was done tells nothing, and is no trouble', async () => {
  const { merged, pass } = follower(other.url);
  expect(await pass(120)).toEqual([]);
  expect(merged).toEqual([]);
});

test.each([
  ['a wrong token', { token: 'not the token of this desk' }, /401/],
  ['another site', { siteId: 'elsewhere' }, /another site/],
])('%s is a trouble after a minute, and says why', async (_name, options, why) => {
  const { pass } = follower(other.url, options);
  expect(await pass(60)).toEqual([]);
  expect(await pass(20)).toEqual([expect.stringMatching(why)]);
});

test('a desk that is gone is a trouble, and none once it answers', async () => {
  let gone = true;
  const { pass } = follower(other.url, {
    fetch: async (...asked) => {
      if (gone) throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
      return fetch(...asked);
    },
  });
  expect(await pass(80)).toEqual(['connect ECONNREFUSED']);
  gone = false;
  expect(await pass(10)).toEqual([]);
});

test('the route refuses who has no token, and what is no number', async () => {
  expect((await fetch(`${other.url}/api/acts`)).status).toBe(401);
  expect((await other.get('/api/acts?since=-1')).status).toBe(400);
  expect(await (await other.get('/api/acts')).json()).toEqual({
    siteId: 'site',
    deskId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    acts: [],
    next: 0,
  });
});
