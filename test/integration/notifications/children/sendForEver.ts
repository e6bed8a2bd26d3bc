/**
 * An outbox on the given file with one webhook: enqueues as many as it is told, announces each after its commit, and says
 * so whenever nothing waits any more.
 */

import { createLog } from '#engine/log.ts';
import { ChannelStore } from '#engine/notifications/ChannelStore.ts';
import { WebhookChannel } from '#engine/notifications/channels/WebhookChannel.ts';
import { Outbox } from '#engine/notifications/Outbox.ts';
import { OutboxLists } from '#engine/notifications/OutboxLists.ts';
import { OutboxStore } from '#engine/notifications/OutboxStore.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { ALONE, requestOf } from '../requests.ts';

const [file, from, to] = process.argv.slice(2);
const log = createLog('silent');
const { db } = openControlRoom({ path: file!, now: Date.now, log });
const store = new OutboxStore(db);
const say = (line: string) => process.stdout.write(`${line}\n`);

const outbox = new Outbox({
  store,
  lists: new OutboxLists(db),
  others: ALONE,
  channels: new ChannelStore({ db, log }).all(),
  openChannel: ({ config: { settings } }) => {
    if (settings.kind !== 'webhook') throw new Error('no webhook');
    return new WebhookChannel(settings, `whsec_${Buffer.alloc(32).toString('base64')}`, Date.now);
  },
  desk: {
    site: { name: { ko: '현장', en: 'Site' }, timeZone: 'Asia/Seoul', simulated: false },
    thresholds: DEFAULT_THRESHOLDS,
    auditHead: () => null,
    alarmNow: () => null,
    placeOf: () => null,
  },
  now: Date.now,
  monotonicNow: () => performance.now(),
  log,
  changed: () => {
    if (store.waiting('hook').length === 0) say('empty');
  },
});
outbox.start();
for (let n = Number(from); n < Number(to); n++) {
  db.transaction(() => outbox.enqueue(requestOf(n)))();
  say(`enqueued ${requestOf(n).key}`);
  // Lets the line out, and the sending in, before the next.
  await new Promise((resolve) => setImmediate(resolve));
}
if (store.waiting('hook').length === 0) say('empty');
