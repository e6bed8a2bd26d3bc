import { existsSync, mkdirSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { ModelProblem } from '#shared/contract/prediction.ts';
import type { ModelVersion } from '#shared/contract/predictionViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../../log.ts';
import type { Storage } from '../../openStorage.ts';
import type { ModelSource } from '../LiveModel.ts';
import { readModelFile } from '../readModelFile.ts';
import { isProblem, type ModelRuntime, type UsableModel } from './ports.ts';

const LIVE_KEY = 'model.live';
const SHADOW_KEY = 'model.shadow';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Null: the one that came with the program, also after an update that brings another. */
const Live = z.object({ hash: Hash.nullable(), since: z.number(), before: Hash.nullable() });
const Shadow = z.object({ hash: Hash, since: z.number() });

/** The very file that was looked at: another one in its place is a problem. */
export function sourceOf({ path: file, hash }: Pick<UsableModel, 'path' | 'hash'>): ModelSource {
  return () => readModelFile(file, hash);
}

/** What a start found. */
export interface Found {
  /** Null when no model can be used. */
  readonly live: UsableModel | null;
  /** Why not. */
  readonly problem: ModelProblem | null;
  /** Why not the one that was chosen: then `live` is the one that came with the program. */
  readonly fellBack: ModelProblem | null;
  readonly shadow: UsableModel | null;
  /** Why the one on trial can't go on. */
  readonly shadowProblem: ModelProblem | null;
}

export interface ModelShelfParts {
  /** `<data>/models`. */
  readonly dir: string;
  /** The file that came with the program; null when it came without. */
  readonly bundled: string | null;
  /** What that file must be, SHA-256; undefined where nobody says so. */
  readonly bundledHash?: string | undefined;
  readonly storage: Pick<Storage, 'controlRoom' | 'settings'>;
  readonly runtime: Pick<ModelRuntime, 'read'>;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

/**
 * Every model of this desk, and which of them is live and which on trial. Files are named by the SHA-256 of their bytes,
 * so that one that was changed on disk shows.
 */
export class ModelShelf {
  readonly #parts: ModelShelfParts;
  readonly #insert: Database.Statement<[string, string, number, string]>;
  readonly #all: Database.Statement<[], string>;
  readonly #one: Database.Statement<[string], string>;
  #bundled: UsableModel | null = null;
  #live: UsableModel | null = null;
  #shadow: UsableModel | null = null;

  constructor(parts: ModelShelfParts) {
    this.#parts = parts;
    const db = parts.storage.controlRoom;
    this.#insert = db.prepare('INSERT OR IGNORE INTO model_version VALUES (?, ?, ?, ?)');
    this.#all = db
      .prepare<[], string>('SELECT view_json FROM model_version ORDER BY added_ms DESC, hash')
      .pluck();
    this.#one = db
      .prepare<[string], string>('SELECT view_json FROM model_version WHERE hash = ?')
      .pluck();
  }

  get live(): UsableModel | null {
    return this.#live;
  }

  get shadow(): UsableModel | null {
    return this.#shadow;
  }

  /** Hash of the model to go back to; undefined when none was live before. */
  get before(): string | undefined {
    const chosen = this.#chosen();
    if (!chosen) return undefined;
    return chosen.before ?? this.#bundled?.hash;
  }

  /** Looks at what is to be live and on trial. */
  async start(): Promise<Found> {
    const own = await this.#readBundled();
    const chosen = this.#chosen()?.hash ?? null;
    const wanted = chosen === null ? own : await this.usable(chosen);
    const fellBack = isProblem(wanted) && chosen !== null ? wanted : null;
    this.#live = isProblem(wanted) ? this.#bundled : wanted;
    const trial = this.#parts.storage.settings.get(SHADOW_KEY, Shadow.nullable());
    const shadow = trial && (await this.usable(trial.hash));
    const shadowProblem = shadow && isProblem(shadow) ? shadow : null;
    this.#shadow = shadow && !isProblem(shadow) ? shadow : null;
    return {
      live: this.#live,
      problem: this.#live === null && isProblem(wanted) ? wanted : null,
      fellBack,
      shadow: this.#shadow,
      shadowProblem,
    };
  }

  /** The file that came with the program may have been put there since the start. */
  async lookAgain(): Promise<void> {
    const own = await this.#readBundled();
    if (!isProblem(own)) this.#live ??= own;
  }

  /**
   * Where what is to judge is read from, again at each attempt: a file may have been put there meanwhile. Null when this
   * desk runs without a model on purpose.
   */
  source(): ModelSource | null {
    if (this.#live) return sourceOf(this.#live);
    const { bundled, bundledHash } = this.#parts;
    return bundled === null ? null : () => readModelFile(bundled, bundledHash);
  }

  /** Whether a model of this hash can be used now: its file is looked at again. */
  async usable(hash: string): Promise<UsableModel | ModelProblem> {
    if (hash === this.#bundled?.hash) return this.#bundled;
    return this.#parts.runtime.read(this.#file(hash), hash);
  }

  /** What a model calls itself, also one whose file is gone; null when this desk never had it. */
  versionOf(hash: string): string | null {
    if (hash === this.#bundled?.hash) return this.#bundled.version;
    const json = this.#one.get(hash);
    return json === undefined ? null : (JSON.parse(json) as UsableModel).version;
  }

  /** Puts the file of a checked model in its place. A file that is there already is the same. */
  async keep(model: UsableModel): Promise<UsableModel> {
    if (model.hash === this.#bundled?.hash) return this.#bundled;
    mkdirSync(this.#parts.dir, { recursive: true, mode: 0o700 });
    const file = this.#file(model.hash);
    await rename(model.path, file);
    return { ...model, path: file };
  }

  /** Call it in the transaction of its audit entry. */
  setShadow(model: UsableModel, by: string): void {
    const at = Math.round(this.#parts.now());
    const { path: _, reference: __, ...view } = model;
    if (model.hash !== this.#bundled?.hash)
      this.#insert.run(model.hash, JSON.stringify(view), at, by);
    this.#parts.storage.settings.set(SHADOW_KEY, { hash: model.hash, since: at }, at, by);
  }

  /** Call it in the transaction of its audit entry. */
  dropShadow(by: string | null): void {
    this.#parts.storage.settings.set(SHADOW_KEY, null, Math.round(this.#parts.now()), by);
  }

  /** Call it in the transaction of its audit entry. The one that becomes live is on trial no more. */
  setLive(model: UsableModel, by: string): void {
    const { settings } = this.#parts.storage;
    const at = Math.round(this.#parts.now());
    const nameOf = (hash: string | undefined) =>
      hash === undefined || hash === this.#bundled?.hash ? null : hash;
    const live = { hash: nameOf(model.hash), since: at, before: nameOf(this.#live?.hash) };
    settings.set(LIVE_KEY, live, at, by);
    if (this.#shadow?.hash === model.hash) this.dropShadow(by);
  }

  /** After the commit: what is so on disk is so in memory. */
  took({ live, shadow }: { live?: UsableModel; shadow?: UsableModel | null }): void {
    if (live) this.#live = live;
    if (live && live.hash === this.#shadow?.hash) this.#shadow = null;
    if (shadow !== undefined) this.#shadow = shadow;
  }

  /** Those whose file is there: the live one, the one on trial, then the newest first. */
  versions(): readonly ModelVersion[] {
    const stored = this.#all.all().map((json) => JSON.parse(json) as UsableModel);
    const there = stored.filter(({ hash }) => existsSync(this.#file(hash)));
    const views = [...there, ...(this.#bundled ? [this.#bundled] : [])].map((one) =>
      this.view(one),
    );
    const rank = { live: 0, shadow: 1, known: 2 };
    return views.sort((a, b) => rank[a.role] - rank[b.role]);
  }

  view(model: Omit<UsableModel, 'path' | 'reference'>): ModelVersion {
    const { hash, version, trainedAt, schemaVersion, trainingDataHash } = model;
    const { points, carrying, card } = model;
    const role =
      hash === this.#live?.hash ? 'live' : hash === this.#shadow?.hash ? 'shadow' : 'known';
    return {
      hash,
      version,
      trainedAt,
      schemaVersion,
      trainingDataHash,
      points,
      carrying,
      card,
      origin: hash === this.#bundled?.hash ? 'bundled' : 'installed',
      role,
      since: this.#since(role),
    };
  }

  async #readBundled(): Promise<UsableModel | ModelProblem> {
    const { bundled, bundledHash, runtime } = this.#parts;
    if (bundled === null) return { code: 'missing', detail: 'this desk runs without a model' };
    const own = await runtime.read(bundled, bundledHash);
    this.#bundled = isProblem(own) ? null : own;
    if (this.#bundled) await this.#keepBundled(this.#bundled);
    return own;
  }

  /** The next version of the program brings another: what this one judged is to be explained then, too. */
  async #keepBundled({ path: from, hash }: UsableModel): Promise<void> {
    const file = this.#file(hash);
    if (existsSync(file)) return;
    const unfinished = `${file}.part`;
    try {
      mkdirSync(this.#parts.dir, { recursive: true, mode: 0o700 });
      await copyFile(from, unfinished);
      await rename(unfinished, file);
    } catch (error) {
      this.#parts.log.warn({ err: error, from }, 'the model could not be kept for later');
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  #since(role: ModelVersion['role']): EpochMs | null {
    if (role === 'known') return null;
    if (role === 'live') return this.#chosen()?.since ?? null;
    return this.#parts.storage.settings.get(SHADOW_KEY, Shadow.nullable())?.since ?? null;
  }

  #chosen(): z.infer<typeof Live> | null {
    return this.#parts.storage.settings.get(LIVE_KEY, Live);
  }

  #file(hash: string): string {
    return path.join(this.#parts.dir, `${Hash.parse(hash)}.onnx`);
  }
}
