/** Takes the lock on a data folder, says so, and keeps it until it is killed. */
import { lockDataDir } from '#engine/storage/lockDataDir.ts';

lockDataDir(process.argv[2]!);
process.stdout.write('locked\n');
setInterval(() => undefined, 1_000);
