/** Following another desk over HTTP: what keeps it from being followed is said, and it is followed again afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '#engine/log.ts';
import { OtherDesks, type PeerPage } from '#engine/notifications/OtherDesks.ts';
import { TellingStore } from '#engine/notifications/TellingStore.ts';
import { PeerDesk } from '#engine/peers/PeerDesk.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { Settings } from '#engine/storage/Settings.ts';
import type { SharedAct } from '#shared/alarms/sharedAct.ts';
import { type Headless, startHeadless, TOKEN } from '../../support/headless.ts';

const log = createLog('silent');
let other: Headless;
let folder: string;
let db: Database.Database;
let settings: Settings;
let closeDatabase: () => void;

beforeEach(async () => {
  other = await startHeadless();
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-peer-'));
  ({ db } = openControlRoom({
    path: path.join(folder, 'control-room.db'),
    now: Date.now,
    log,
  }));
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
  readonly tellings?: OtherDesks;
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
    tellings: {
      cursor: (peer) => options.tellings?.cursor(peer) ?? 0,
      heard: (...said) => {
        heard.push(said[1]);
        return options.tellings?.heard(...said) ?? false;
      },
      missed: (peer) => options.tellings?.missed(peer),
    },
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
  const { merged, heard, pass } = follower(other.url);
  expect(await pass(120)).toEqual([]);
  expect(merged).toEqual([]);
  expect(heard).toHaveLength(12);
  expect(heard[0]).toMatchObject({ told: { simulated: false, deliveries: [], next: 0 } });
});

test('what the other desk told, and whom it can tell, is heard over the link; with its own id it is a trouble', async () => {
  const ids = { own: '' };
  const troubles: string[] = [];
  const store = new TellingStore(db);
  const others = new OtherDesks({
    db,
    settings,
    store,
    ownId: () => ids.own,
    simulated: false,
    urls: [other.url],
    troubles: { set: (kind, source, detail) => detail && troubles.push(`${kind} ${source}`) },
    now: Date.now,
    monotonicNow: () => 0,
    log,
  });
  const { host } = new URL(other.url);
  const { heard, pass } = follower(other.url, { tellings: others });
  ids.own = '~ greater than any';
  await pass(10);
  expect(others.views()).toEqual([{ host, state: 'inReach', first: 'other' }]);
  expect(troubles).toEqual([]);
  ids.own = heard[0]?.deskId ?? '';
  await pass(10);
  expect(others.views()).toEqual([{ host, state: 'sameId', first: null }]);
  expect(troubles).toEqual([`sameDeskId peer/${host}`]);
});

test('many pages are read at once, and one that leads no further is asked for once', async () => {
  const deliveries = Array.from({ length: 500 }, (_, n) => ({
    telling: `alarm-${n}`,
    kind: 'webhook',
    recipient: 'a'.repeat(64),
    at: 1,
  }));
  const asked: string[] = [];
  let last = 1_500;
  const tellings = new OtherDesks({
    db,
    settings,
    store: new TellingStore(db),
    ownId: () => 'desk-1',
    simulated: false,
    urls: [other.url],
    now: Date.now,
    monotonicNow: () => 0,
    log,
  });
  const answering = (deskId: string) =>
    follower(other.url, {
      tellings,
      fetch: async (url) => {
        const since = Number(new URL(String(url)).searchParams.get('toldSince'));
        asked.push(`${deskId} ${since}`);
        const next = Math.min(since + 500, last);
        const told = { simulated: false, reaches: [], deliveries, next };
        return Response.json({ siteId: 'site', deskId, acts: [], next: 0, told });
      },
    });
  await answering('desk-2').pass(10);
  expect(asked).toEqual(['desk-2 0', 'desk-2 500', 'desk-2 1000', 'desk-2 1500']);
  asked.length = 0;
  // With the id of this desk nothing is taken over, and nothing leads further.
  last = 3_000;
  await answering('desk-1').pass(10);
  expect(asked).toEqual(['desk-1 1500']);
});

test('an older desk, or one that says what cannot be read, is followed all the same', async () => {
  const act: SharedAct = {
    alarmId: 'site/device-1/risk/1',
    type: 'note',
    at: 1,
    operator: '김철수',
    desk: 'desk-2',
    note: '전화함',
    seenAt: 1,
  };
  const page = { siteId: 'site', acts: [act], next: 1 };
  for (const said of [{}, { deskId: 'desk-2', told: { deliveries: 'many' } }]) {
    const { merged, heard, pass } = follower(other.url, {
      fetch: async () => Response.json({ ...page, ...said }),
    });
    expect(await pass(10)).toEqual([]);
    expect(merged).toEqual([act]);
    expect(heard.map(({ told }) => told)).toEqual([undefined]);
  }
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
  expect((await other.get('/api/acts?toldSince=x')).status).toBe(400);
  expect(await (await other.get('/api/acts')).json()).toEqual({
    siteId: 'site',
    deskId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    acts: [],
    next: 0,
  });
});
