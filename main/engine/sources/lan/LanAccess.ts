import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { LanIdentity } from '#shared/connections/lanBroker.ts';
import type { LanLoginRefusal } from '#shared/contract/lanBrokerViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { Turns } from '../../access/Turns.ts';
import type { TroubleReporter } from '../../alarms/DeskTroubles.ts';
import type { Logger } from '../../log.ts';
import { isDeviceSecret, NO_HASH } from './deviceSecret.ts';
import type { LanCredential, LanCredentials } from './LanCredentials.ts';
import { LoginLimit } from './LoginLimit.ts';
import type { RefusedLogins } from './RefusedLogins.ts';

/** More logins at once than a building has devices; each takes some 10 ms of a thread that is not the engine's. */
const MOST_WAITING = 2_000;
/** How long it must have been quiet before guessing is taken to be over. */
const QUIET_MS = 600_000;
/** A thousand devices that come back are one change to the page. */
const TELL_EVERY_MS = 5_000;
const TROUBLE_SOURCE = 'feed/lan-broker/logins';

export interface LanLogin {
  readonly address: string;
  readonly username: string | undefined;
  readonly password: Uint8Array | undefined;
  /** What the device showed and proved to own; nobody has judged it yet. */
  readonly certificate: ShownCertificate | undefined;
}

export interface ShownCertificate {
  /** SHA-256 in hexadecimal, without colons. */
  readonly fingerprint: string;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs;
}

export type LanLoginAnswer =
  | { readonly identity: LanIdentity }
  | { readonly refusal: LanLoginRefusal };

/**
 * Who may sign in at the broker inside the desk, and what each may publish for. A certificate is known by its
 * fingerprint: the TLS handshake has proven that its key is there, and no authority has to be trusted with more than
 * this one device.
 */
export class LanAccess {
  readonly #credentials: LanCredentials;
  readonly #refused: RefusedLogins;
  readonly #troubles: Pick<TroubleReporter, 'set'>;
  readonly #now: () => EpochMs;
  readonly #monotonicNow: () => number;
  readonly #log: Logger;
  readonly #limit: LoginLimit;
  readonly #turns = new Turns(MOST_WAITING);
  /** Keyed anew at each start: what it leaves in memory is worth nothing elsewhere. */
  readonly #key = randomBytes(32);
  /** Of secrets that were right once: a device that comes back costs no scrypt. By credential. */
  readonly #proven = new Map<string, Buffer>();
  readonly #revoked = new Set<(name: string) => void>();
  readonly #connected = new Map<string, number>();
  readonly #seenAt = new Map<string, EpochMs>();
  readonly #changed: () => void;
  #unsaid = false;
  #saidAt = Number.NEGATIVE_INFINITY;
  #guessedAt: number | undefined;
  #guesser = '';
  #troubled = false;

  constructor(parts: {
    readonly credentials: LanCredentials;
    readonly refused: RefusedLogins;
    readonly troubles: Pick<TroubleReporter, 'set'>;
    readonly now: () => EpochMs;
    readonly monotonicNow: () => number;
    readonly log: Logger;
    /** Told every few seconds at most that the page has something new to show. */
    readonly changed?: () => void;
  }) {
    this.#credentials = parts.credentials;
    this.#refused = parts.refused;
    this.#troubles = parts.troubles;
    this.#now = parts.now;
    this.#monotonicNow = parts.monotonicNow;
    this.#log = parts.log;
    this.#changed = parts.changed ?? (() => undefined);
    this.#limit = new LoginLimit(parts.monotonicNow);
  }

  /** How many devices and gateways have credentials. */
  get known(): number {
    return this.#credentials.size;
  }

  async authenticate(login: LanLogin): Promise<LanLoginAnswer> {
    const answer = await this.#judge(login);
    const name = login.username ?? '';
    if ('identity' in answer) this.#limit.succeeded(login.address, name);
    else this.refused(login.address, name, answer.refusal);
    return answer;
  }

  /** Whether connections from there are dropped before a word is said. */
  shutsOut(address: string): boolean {
    return this.#limit.shutsOutAll(address);
  }

  /** Counts who was not let in; also for what fails before there is a login, such as the handshake. */
  refused(address: string, name: string, reason: LanLoginRefusal): void {
    this.#refused.count(address, name, reason);
    this.#unsaid = true;
    if (reason === 'busy') return;
    if (reason === 'tooManyTries') {
      this.#guessedAt = this.#monotonicNow();
      this.#guesser = address;
      return;
    }
    this.#limit.failed(address, name);
    this.#log.warn({ address, name: name.slice(0, 64), reason }, 'a device was not let in');
  }

  connected(name: string): void {
    this.#unsaid = true;
    this.#connected.set(name, (this.#connected.get(name) ?? 0) + 1);
    this.#seenAt.set(name, this.#now());
  }

  disconnected(name: string): void {
    this.#unsaid = true;
    const left = (this.#connected.get(name) ?? 1) - 1;
    if (left > 0) this.#connected.set(name, left);
    else this.#connected.delete(name);
    this.#seenAt.set(name, this.#now());
  }

  isConnected(name: string): boolean {
    return this.#connected.has(name);
  }

  lastSeenAt(name: string): EpochMs | null {
    return this.#seenAt.get(name) ?? null;
  }

  /** @returns a function that ends it */
  onRevoked(listener: (name: string) => void): () => void {
    this.#revoked.add(listener);
    return () => this.#revoked.delete(listener);
  }

  /** Call once the credential no longer counts: whoever is signed in with it is cut off. */
  revoked(credential: LanCredential): void {
    this.#proven.delete(credential.id);
    this.#seenAt.delete(credential.name);
    for (const listener of this.#revoked) listener(credential.name);
  }

  /** Call about once a second. */
  tick(): void {
    this.#tell();
    const guessing =
      this.#guessedAt !== undefined && this.#monotonicNow() - this.#guessedAt < QUIET_MS;
    if (!guessing && !this.#troubled) return;
    this.#troubled = guessing;
    this.#troubles.set('sourceFlooded', TROUBLE_SOURCE, guessing ? this.#guesser : null);
  }

  #tell(): void {
    const now = this.#monotonicNow();
    if (!this.#unsaid || now - this.#saidAt < TELL_EVERY_MS) return;
    this.#unsaid = false;
    this.#saidAt = now;
    this.#changed();
  }

  async #judge(login: LanLogin): Promise<LanLoginAnswer> {
    const { address, username, password, certificate } = login;
    if (this.#limit.shutsOut(address, username ?? '')) return { refusal: 'tooManyTries' };
    if (username !== undefined && password !== undefined)
      return this.#judgeSecret(username, password);
    if (certificate !== undefined) return this.#judgeCertificate(certificate);
    return { refusal: 'nothingShown' };
  }

  async #judgeSecret(username: string, password: Uint8Array): Promise<LanLoginAnswer> {
    const found = this.#credentials.ofName(username);
    const known = found?.kind === 'password' ? found : undefined;
    const digest = createHmac('sha256', this.#key).update(password).digest();
    const proven = known && this.#proven.get(known.id);
    if (known && proven && timingSafeEqual(proven, digest)) return { identity: identityOf(known) };
    // An unknown name costs what a known one does.
    const right = await this.#turns.take(() => isDeviceSecret(password, known?.proof ?? NO_HASH));
    if (right === undefined) return { refusal: 'busy' };
    if (known === undefined) return { refusal: 'unknownName' };
    if (!right) return { refusal: 'wrongSecret' };
    // It may have been revoked meanwhile.
    if (this.#credentials.ofName(username)?.id !== known.id) return { refusal: 'unknownName' };
    this.#proven.set(known.id, digest);
    return { identity: identityOf(known) };
  }

  #judgeCertificate(certificate: ShownCertificate): LanLoginAnswer {
    const known = this.#credentials.ofCertificate(certificate.fingerprint);
    if (known === undefined) return { refusal: 'unknownCertificate' };
    const now = this.#now();
    if (now < certificate.validFrom || now > certificate.validTo)
      return { refusal: 'certificateEnded' };
    return { identity: identityOf(known) };
  }
}

const identityOf = ({ name, devices }: LanCredential): LanIdentity => ({
  name,
  devices: new Set(devices),
});
