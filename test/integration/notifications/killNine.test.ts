import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChannelStore } from '#engine/notifications/ChannelStore.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { startChild } from '../storage/child.ts';
import { silent, temporaryFolder } from '../storage/folder.ts';
import { channelOf } from './OutboxRig.ts';

const SCRIPT = new URL('./children/sendForEver.ts', import.meta.url);
const EACH = 25;

let receiver: http.Server;
/** What the receiver does with a request, and how often it was asked. */
let answer: (response: http.ServerResponse) => void;
let asked: () => void;
const taken = new Set<string>();

beforeEach(async () => {
  taken.clear();
  receiver = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { data } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
      data: { items: { key: string }[] };
    };
    response.on('finish', () => {
      for (const { key } of data.items) taken.add(key);
    });
    answer(response);
    asked();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});
afterEach(() => {
  receiver.closeAllConnections();
  receiver.close();
});

it('an outbox that is killed in the middle of sending loses nothing that was enqueued', async () => {
  const file = path.join(temporaryFolder(), 'control-room.db');
  const { db } = openControlRoom({ path: file, now: Date.now, log: silent });
  const { settings } = channelOf().config;
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const channel = channelOf({
    rate: { everySeconds: 1, burst: 50 },
    settings: { ...settings, url } as typeof settings,
  });
  new ChannelStore({ db, log: silent }).save(channel, Date.now(), 'test');
  db.close();

  const enqueued = new Set<string>();
  const accept = (response: http.ServerResponse) => void response.writeHead(204).end();
  const ignore = () => undefined;
  // Killed while it waits for the answer, and just as the answer is on its way.
  for (const [round, doing] of [ignore, accept, ignore, accept].entries()) {
    answer = doing;
    const reached = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const child = startChild(SCRIPT, [file, String(round * EACH), String((round + 1) * EACH)]);
    const before = enqueued.size;
    const several = Promise.withResolvers<void>();
    const listening = (async () => {
      for (;;) {
        const line = await child.line();
        if (line.startsWith('enqueued ')) enqueued.add(line.slice(9));
        if (enqueued.size >= before + 2) several.resolve();
      }
    })().catch(() => 'the child is gone');
    await Promise.all([reached, several.promise]);
    await child.kill();
    await listening;
  }

  answer = accept;
  asked = () => undefined;
  const last = startChild(SCRIPT, [file, '0', '0']);
  while ((await last.line()) !== 'empty');
  await last.kill();
  expect(enqueued.size).toBeGreaterThanOrEqual(8);
  expect([...enqueued].filter((key) => !taken.has(key))).toEqual([]);
});
