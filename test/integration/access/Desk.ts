/** The people of a desk over a real database, in the test's own time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type Database from 'better-sqlite3';
import type { Caller } from '#engine/access/Caller.ts';
import { LockOut } from '#engine/access/LockOut.ts';
import { OperatorDesk } from '#engine/access/OperatorDesk.ts';
import { Operators } from '#engine/access/Operators.ts';
import type { Hasher } from '#engine/access/SecretThread.ts';
import { Sessions } from '#engine/access/Sessions.ts';
import { SignOnDesk } from '#engine/access/SignOnDesk.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { createLog } from '#engine/log.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import type { AuditRow } from '#shared/audit/entry.ts';
import type { SignOnAnswer } from '#shared/contract/operatorViews.ts';

export const T0 = 1_700_000_000_000;
export const PASSWORD = 'correct horse 7';
export const PIN = '481593';

/** As argon2 would answer, at once: what it takes and hides has its own tests. */
export class QuickHasher implements Hasher {
  /** What was compared with what. */
  readonly verified: string[] = [];
  /** Waits for this before it answers. */
  gate: Promise<void> = Promise.resolve();

  async hash(text: string): Promise<string> {
    await this.gate;
    return `hash of ${[...text].reverse().join('')}`;
  }

  async verify(text: string, hash: string): Promise<boolean> {
    this.verified.push(hash);
    return (await this.hash(text)) === hash;
  }
}

export class Desk {
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-access-'));
  readonly hasher: QuickHasher = new QuickHasher();
  readonly bumped: string[] = [];
  db!: Database.Database;
  operators!: Operators;
  sessions!: Sessions;
  lockOut!: LockOut;
  signOnDesk!: SignOnDesk;
  operatorDesk!: OperatorDesk;
  now = T0;
  monotonic = 0;

  constructor() {
    this.#start();
  }

  /** Lets time pass on both clocks. */
  wait(ms: number): void {
    this.now += ms;
    this.monotonic += ms;
  }

  /** The monotonic clock begins anew, as it does with the machine. */
  restart(): void {
    this.db.close();
    this.monotonic = 5;
    this.#start();
  }

  dispose(): void {
    this.db.close();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** The first administrator, signed on. */
  async administrator(name = '이관리'): Promise<{ session: string; caller: Caller }> {
    const asked = { name, secret: { kind: 'password', text: PASSWORD }, desk: '방재실' } as const;
    const { session } = done(await this.signOnDesk.makeAdministrator(asked));
    return { session, caller: this.sessions.resolve(session)! };
  }

  /** @returns the id of somebody who signs in with `PIN`. */
  async person(by: Caller, name: string, role: Caller['role'] = 'operator'): Promise<string> {
    const secret = { kind: 'pin', text: PIN } as const;
    const change = await this.operatorDesk.add({ name, role, secret }, by);
    if (!change.done) throw new Error(change.refusal);
    return change.operator.id;
  }

  try(operatorId: string, secret: string, desk = '방재실'): Promise<SignOnAnswer> {
    return this.signOnDesk.signOn({ operatorId, secret, desk });
  }

  /** What the record says since an entry, without what was given out by chance. */
  recorded(since = 0): { by: string | null; action: string; detail: unknown }[] {
    return this.db
      .prepare<[number], AuditRow>('SELECT * FROM audit WHERE seq > ? ORDER BY seq')
      .all(since)
      .map(({ operator, action, detail_json }) => ({
        by: operator,
        action,
        detail: JSON.parse(detail_json),
      }));
  }

  #start(): void {
    const now = () => this.now;
    const log = createLog('silent');
    const file = path.join(this.#dir, 'control-room.db');
    this.db = openControlRoom({ path: file, now, log }).db;
    this.operators = new Operators({ db: this.db, now });
    this.sessions = new Sessions({ db: this.db, now });
    this.lockOut = new LockOut({ db: this.db, now, monotonicNow: () => this.monotonic });
    const parts = {
      db: this.db,
      operators: this.operators,
      sessions: this.sessions,
      lockOut: this.lockOut,
      hasher: this.hasher,
      audit: new AuditChain({ db: this.db, now }),
      revisions: { bump: (topic: string) => void this.bumped.push(topic) },
      log,
    };
    this.signOnDesk = new SignOnDesk(parts);
    this.operatorDesk = new OperatorDesk(parts);
  }
}

export function done(answer: SignOnAnswer): Extract<SignOnAnswer, { done: true }> {
  if (answer.done) return answer;
  throw new Error(answer.refusal);
}
