/** Commits acts to a control room and says `done` after each, for strace to look at. */
import { writeSync } from 'node:fs';
import path from 'node:path';
import { createLog } from '#engine/log.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { Settings } from '#engine/storage/Settings.ts';

const [dir, acts] = process.argv.slice(2);
const { db } = openControlRoom({
  path: path.join(dir!, 'control-room.db'),
  now: Date.now,
  log: createLog('silent'),
});
const settings = new Settings(db);
for (let n = 0; n < Number(acts); n++) {
  settings.set('act', n, n);
  writeSync(1, `done ${n}\n`);
}
db.close();
