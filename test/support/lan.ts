/** What the broker inside the desk works with, in memory. */
import Database from 'better-sqlite3';
import type { Caller } from '#engine/access/Caller.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import type { SecretStore } from '#engine/secrets/SecretStore.ts';
import { MIGRATIONS } from '#engine/storage/migrations/index.ts';

export const TESTER: Caller = {
  operatorId: 'tester',
  operator: 'Tester',
  role: 'administrator',
  desk: 'here',
};

export function lanDatabase(): { readonly db: Database.Database; readonly audit: AuditChain } {
  const db = new Database(':memory:');
  for (const { sql } of MIGRATIONS) db.exec(sql);
  return { db, audit: new AuditChain({ db, now: Date.now }) };
}

export class MemorySecrets implements SecretStore {
  readonly kept = new Map<string, string>();

  async get(name: string): Promise<string | null> {
    return this.kept.get(name) ?? null;
  }

  async set(name: string, secret: string): Promise<void> {
    this.kept.set(name, secret);
  }

  async delete(name: string): Promise<void> {
    this.kept.delete(name);
  }

  async names(): Promise<readonly string[]> {
    return [...this.kept.keys()];
  }
}
