/** Is this machine able to run the program? */
import { type Finding, fail, ok } from './finding.ts';

/** The first release that runs TypeScript without a flag. */
const NODE_MINIMUM = [22, 18] as const;
/** No desk was ever started before: a machine without a clock battery wakes up in 1970 or 2000. */
const EARLIEST = Date.UTC(2025, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < NODE_MINIMUM[0] || (major === NODE_MINIMUM[0] && minor < NODE_MINIMUM[1]);
  return old ? fail('nodeOld', { version }) : ok('nodeOk', { version });
}

/** Loaded only here: on a machine where it can't be, doctor still has to start. */
export async function checkSqlite(): Promise<Finding> {
  try {
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(':memory:');
    try {
      const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
      return ok('sqliteOk', { version });
    } finally {
      db.close();
    }
  } catch (error) {
    return fail('sqliteMissing', { problem: String(error).split('\n', 1)[0]! });
  }
}

export function checkClock(now: number): Finding {
  const time = new Date(now).toISOString();
  if (now < EARLIEST || now > LATEST) return fail('clockWrong', { time });
  return ok('clockOk', { time, zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
}
