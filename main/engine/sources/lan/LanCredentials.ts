import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** One way to sign in at the broker inside the desk. */
export interface LanCredential {
  readonly id: string;
  readonly name: string;
  readonly kind: 'password' | 'certificate';
  /** scrypt of the secret, or the certificate's SHA-256 in hexadecimal. */
  readonly proof: string;
  readonly expiresAt: EpochMs | null;
  readonly devices: readonly string[];
  readonly createdAt: EpochMs;
  readonly createdBy: string;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly kind: 'password' | 'certificate';
  readonly proof: string;
  readonly expires_ms: number | null;
  readonly devices_json: string;
  readonly created_ms: number;
  readonly created_by: string;
}

const Devices = z.array(z.string());

/** The credentials that count, in memory as well: each login and each message asks. */
export class LanCredentials {
  readonly #byName = new Map<string, LanCredential>();
  readonly #byCertificate = new Map<string, LanCredential>();
  readonly #insert: Database.Statement<[Row]>;
  readonly #revoke: Database.Statement<[{ id: string; at: EpochMs; by: string }]>;

  constructor(db: Database.Database) {
    const all = db.prepare<[], Row>(
      `SELECT id, name, kind, proof, expires_ms, devices_json, created_ms, created_by
       FROM lan_credential WHERE revoked_ms IS NULL ORDER BY name`,
    );
    this.#insert = db.prepare(
      `INSERT INTO lan_credential
         (id, name, kind, proof, expires_ms, devices_json, created_ms, created_by)
       VALUES (@id, @name, @kind, @proof, @expires_ms, @devices_json, @created_ms, @created_by)`,
    );
    this.#revoke = db.prepare(
      'UPDATE lan_credential SET revoked_ms = @at, revoked_by = @by WHERE id = @id AND revoked_ms IS NULL',
    );
    for (const row of all.all()) this.#remember(credentialOf(row));
  }

  /** By name. */
  all(): readonly LanCredential[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get size(): number {
    return this.#byName.size;
  }

  ofName(name: string): LanCredential | undefined {
    return this.#byName.get(name);
  }

  /** @param fingerprint SHA-256 of the certificate, in hexadecimal without colons */
  ofCertificate(fingerprint: string): LanCredential | undefined {
    return this.#byCertificate.get(fingerprint);
  }

  /** Those of devices that show a certificate. */
  certificates(): Iterable<LanCredential> {
    return this.#byCertificate.values();
  }

  byId(id: string): LanCredential | undefined {
    return [...this.#byName.values()].find((credential) => credential.id === id);
  }

  /** In a transaction of the caller's; `remember` follows once that is committed. */
  insert(credential: LanCredential): void {
    this.#insert.run({
      id: credential.id,
      name: credential.name,
      kind: credential.kind,
      proof: credential.proof,
      expires_ms: credential.expiresAt,
      devices_json: JSON.stringify(credential.devices),
      created_ms: credential.createdAt,
      created_by: credential.createdBy,
    });
  }

  /** In a transaction of the caller's; `forget` follows once that is committed. */
  revoke(id: string, at: EpochMs, by: string): void {
    this.#revoke.run({ id, at, by });
  }

  remember(credential: LanCredential): void {
    this.#remember(credential);
  }

  forget(credential: LanCredential): void {
    this.#byName.delete(credential.name);
    this.#byCertificate.delete(credential.proof);
  }

  #remember(credential: LanCredential): void {
    this.#byName.set(credential.name, credential);
    if (credential.kind === 'certificate') this.#byCertificate.set(credential.proof, credential);
  }
}

function credentialOf(row: Row): LanCredential {
  // A list that can't be read allows nothing: damage must not open the door.
  const devices = Devices.safeParse(parsed(row.devices_json));
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    proof: row.proof,
    expiresAt: row.expires_ms,
    devices: devices.success ? devices.data : [],
    createdAt: row.created_ms,
    createdBy: row.created_by,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
