import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  MAX_MODEL_BYTES,
  type ModelChanged,
  type ModelProblem,
  type Offered,
  type OfferStep,
} from '#shared/contract/prediction.ts';
import type { AttachRefusal } from '#shared/response/attachment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../../access/Caller.ts';
import type { SignOnDesk } from '../../access/SignOnDesk.ts';
import { Turns } from '../../access/Turns.ts';
import type { TroubleReporter } from '../../alarms/DeskTroubles.ts';
import type { AuditChain } from '../../audit/AuditChain.ts';
import type { Logger } from '../../log.ts';
import type { Storage } from '../../openStorage.ts';
import { refusalOf, Uploads } from '../../uploads/Uploads.ts';
import { problemOf } from '../ModelError.ts';
import type { ComparisonStore } from '../monitoring/ComparisonStore.ts';
import type { JudgedBatch, PredictionFollower } from '../PredictionFollower.ts';
import type { ModelShelf } from './ModelShelf.ts';
import {
  isProblem,
  type LivePrediction,
  type ModelRuntime,
  type OpenModel,
  type UsableModel,
} from './ports.ts';
import { ShadowRun } from './ShadowRun.ts';

/** Acts that wait for one another. */
const MAX_WAITING = 8;
const SUBJECT = 'model';
const FILE_TROUBLE = 'model/file';

/** The second person of an act, by what they typed. */
export interface Second {
  readonly operatorId: string;
  readonly secret: string;
}

/** Why an act could not even be put to the second person. */
export type ActRefusal =
  /** No such model is known, or on trial. */
  | { readonly why: 'notFound'; readonly message: string }
  /** It is live already, its file can't be used, or too much is going on. */
  | { readonly why: 'conflict'; readonly message: string };

export interface ModelDeskParts {
  /** Where uploads wait: `<data>/models/.incoming`. */
  readonly dir: string;
  readonly shelf: ModelShelf;
  readonly runtime: ModelRuntime;
  readonly live: LivePrediction;
  readonly comparisons: ComparisonStore;
  readonly signOnDesk: Pick<SignOnDesk, 'countersign'>;
  readonly storage: Pick<Storage, 'controlRoom'>;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly troubles: TroubleReporter;
  readonly now: () => EpochMs;
  readonly log: Logger;
  readonly changed: () => void;
}

/**
 * Which model judges. A new one is checked and runs on trial beside the live one; to put it in charge, or to go back, two
 * people have to agree. Each act is in the audit record.
 */
export class ModelDesk implements PredictionFollower {
  readonly #parts: ModelDeskParts;
  readonly #uploads: Uploads;
  readonly #turns = new Turns(MAX_WAITING);
  #run: ShadowRun | undefined;

  constructor(parts: ModelDeskParts) {
    this.#parts = parts;
    this.#uploads = new Uploads(path.join(parts.dir, '.incoming'), parts.now);
  }

  /** Goes on with the trial that was under way before a restart. */
  async resume(found: {
    readonly fellBack: ModelProblem | null;
    readonly shadow: UsableModel | null;
    readonly shadowProblem: ModelProblem | null;
  }): Promise<void> {
    const { fellBack, shadow, shadowProblem } = found;
    const { troubles } = this.#parts;
    troubles.set('modelDegraded', FILE_TROUBLE, fellBack && fellBackText(fellBack));
    if (shadow)
      try {
        this.#startRun(await this.#parts.runtime.open(shadow));
      } catch (error) {
        this.#endTrial(shadow, problemOf(error));
      }
    else if (shadowProblem) this.#endTrial(null, shadowProblem);
  }

  judged(batch: JudgedBatch): void {
    this.#run?.judged(batch);
  }

  /** The trial that runs now. */
  get trial(): ShadowRun | undefined {
    return this.#run;
  }

  /** Call it about once a second. @throws what the disk says; the next call makes it good. */
  tick(): void {
    this.#run?.tick();
  }

  async offerBegin(name: string, byteLength: number, by: Caller): Promise<OfferStep> {
    if (byteLength === 0) return refusedOffer({ code: 'notAModel', detail: `${name}: 0 bytes` });
    if (byteLength > MAX_MODEL_BYTES)
      return refusedOffer({
        code: 'tooLarge',
        detail: `${name}: ${byteLength} > ${MAX_MODEL_BYTES} bytes`,
      });
    const { operatorId } = by;
    const begun = await this.#uploads.begin({ subject: SUBJECT, name, byteLength, operatorId });
    if (begun === 'busy' || begun === 'diskFull') return refusedOffer(uploadProblem(begun));
    return { done: true, uploadId: begun };
  }

  async offerChunk(
    uploadId: string,
    offset: number,
    base64: string,
    by: Caller,
  ): Promise<OfferStep> {
    const bytes = Buffer.from(base64, 'base64');
    const refusal = await this.#uploads.chunk(uploadId, by.operatorId, offset, bytes);
    return refusal === null ? { done: true, uploadId } : refusedOffer(uploadProblem(refusal));
  }

  /** Checks the whole file and puts it on trial, in the place of one that is. */
  offerFinish(uploadId: string, by: Caller): Promise<Offered | ActRefusal> {
    return this.#inTurn(async () => {
      const upload = await this.#uploads.finish(uploadId, by.operatorId);
      if (typeof upload === 'string') return refusedOffer(uploadProblem(upload));
      try {
        const read = await this.#parts.runtime.read(upload.file);
        if (isProblem(read)) return refusedOffer(read);
        if (read.hash === this.#parts.shelf.live?.hash)
          return conflict(`the model ${read.version} is live already`);
        const model = await this.#parts.shelf.keep(read);
        return await this.#begin(model, upload, by);
      } catch (error) {
        return refusedOffer(uploadProblem(refusalOf(error, upload.file)));
      } finally {
        await rm(upload.file, { force: true });
      }
    });
  }

  discardShadow(reason: string, by: Caller): Promise<{ readonly done: true } | ActRefusal> {
    return this.#inTurn(async () => {
      const { shelf, storage, audit, changed } = this.#parts;
      const { shadow } = shelf;
      if (!shadow) return notFound('no model is on trial');
      storage.controlRoom
        .transaction(() => {
          shelf.dropShadow(by.operator);
          const detail = { version: shadow.version, reason };
          audit.append({ by, action: 'model.discard', subject: shadow.hash, detail });
        })
        .immediate();
      shelf.took({ shadow: null });
      await this.#endRun();
      changed();
      return { done: true };
    });
  }

  promote(
    asked: { readonly hash: string; readonly second: Second; readonly reason: string },
    first: Caller,
  ): Promise<ModelChanged | ActRefusal> {
    return this.#inTurn(async () => {
      const { shadow } = this.#parts.shelf;
      if (shadow?.hash !== asked.hash) return notFound('that model is not on trial');
      return this.#change('model.promote', asked.hash, asked, first);
    });
  }

  /** @param asked without a hash: to the model that was live before */
  rollBack(
    asked: { readonly hash?: string | undefined; readonly second: Second; readonly reason: string },
    first: Caller,
  ): Promise<ModelChanged | ActRefusal> {
    return this.#inTurn(async () => {
      const { shelf } = this.#parts;
      const hash = asked.hash ?? shelf.before;
      const known = shelf.versions().some((version) => version.hash === hash);
      if (hash === undefined || !known) return notFound('no such model is known');
      return this.#change('model.rollBack', hash, asked, first);
    });
  }

  async close(): Promise<void> {
    await this.#uploads.close();
    await this.#endRun();
  }

  /** Everything that can fail comes before the second person is asked, and nothing after the commit can. */
  async #change(
    action: 'model.promote' | 'model.rollBack',
    hash: string,
    { second, reason }: { readonly second: Second; readonly reason: string },
    first: Caller,
  ): Promise<ModelChanged | ActRefusal> {
    const { shelf, runtime, live, signOnDesk, audit, troubles, changed, log } = this.#parts;
    const before = shelf.live;
    if (before?.hash === hash) return conflict(`the model ${before.version} is live already`);
    const model = await shelf.usable(hash);
    if (isProblem(model)) return conflict(`${model.code}: ${model.detail}`);
    const failed = await tryOut(runtime, model);
    if (failed) return conflict(`${failed.code}: ${failed.detail}`);
    const answer = await signOnDesk.countersign(
      { first, ...second, least: 'supervisor' },
      ({ operator }) => {
        shelf.setLive(model, `${first.operator}, ${operator}`);
        const detail = {
          version: model.version,
          fromVersion: before?.version ?? null,
          from: before?.hash ?? null,
          second: operator,
          reason,
        };
        audit.append({ by: first, action, subject: hash, detail });
        return { done: true } as const;
      },
    );
    if (!answer.done) return answer;
    const ends = this.#run?.hash === hash;
    shelf.took({ live: model });
    if (ends) await this.#endRun();
    await live.use(model);
    troubles.set('modelDegraded', FILE_TROUBLE, null);
    log.info({ hash, version: model.version }, 'another model is live');
    changed();
    return { done: true, version: shelf.view(model) };
  }

  async #begin(
    model: UsableModel,
    { name, byteLength }: { readonly name: string; readonly byteLength: number },
    by: Caller,
  ): Promise<Offered> {
    const { shelf, runtime, storage, audit, comparisons, changed } = this.#parts;
    const open = await runtime.open(model).catch(problemOf);
    if ('code' in open) return refusedOffer(open);
    await this.#endRun();
    storage.controlRoom
      .transaction(() => {
        comparisons.drop(model.hash);
        shelf.setShadow(model, by.operator);
        const detail = { version: model.version, name, byteLength };
        audit.append({ by, action: 'model.offer', subject: model.hash, detail });
      })
      .immediate();
    shelf.took({ shadow: model });
    this.#startRun(open);
    changed();
    return { done: true, version: shelf.view(model) };
  }

  #startRun(open: OpenModel): void {
    const { shelf, comparisons, now, log } = this.#parts;
    const { model } = open;
    this.#run = new ShadowRun({
      model: {
        hash: model.hash,
        points: model.points,
        carrying: model.carrying,
        run: (windows, count) => open.run(windows, count),
        close: () => open.close(),
      },
      store: comparisons,
      liveCarrying: () => shelf.live?.carrying ?? model.carrying,
      now,
      log,
    });
  }

  async #endRun(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    await run?.close();
  }

  /** A trial that can't go on after a start is over, and the record says why. */
  #endTrial(model: UsableModel | null, problem: ModelProblem): void {
    const { shelf, storage, audit, log } = this.#parts;
    log.warn(problem, 'the model on trial can’t be used any more');
    storage.controlRoom
      .transaction(() => {
        shelf.dropShadow(null);
        const detail = { version: model?.version ?? null, reason: problem.detail };
        audit.append({ by: null, action: 'model.discard', subject: model?.hash ?? null, detail });
      })
      .immediate();
    shelf.took({ shadow: null });
  }

  async #inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer | ActRefusal> {
    return (await this.#turns.take(work)) ?? conflict('too much is going on with models');
  }
}

function refusedOffer(problem: ModelProblem): { done: false; problem: ModelProblem } {
  return { done: false, problem };
}

/** How a file that never arrived is told: none of it says anything about the model. */
function uploadProblem(refusal: AttachRefusal): ModelProblem {
  return { code: refusal === 'tooLarge' ? 'tooLarge' : 'unreadable', detail: refusal };
}

const notFound = (message: string): ActRefusal => ({ why: 'notFound', message });
const conflict = (message: string): ActRefusal => ({ why: 'conflict', message });

function fellBackText({ code, detail }: ModelProblem): string {
  return `${code}: ${detail}; the model that came with the program judges instead`;
}

/** Loads it on a thread and lets it go: what fails here would have failed as the live one. */
async function tryOut(
  runtime: Pick<ModelRuntime, 'open'>,
  model: UsableModel,
): Promise<ModelProblem | null> {
  const open = await runtime.open(model).catch(problemOf);
  if ('code' in open) return open;
  await open.close();
  return null;
}
