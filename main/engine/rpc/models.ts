/** The prediction model itself: how good it was, and which one is in charge. */
import type { ModelChanged } from '#shared/contract/prediction.ts';
import type { ActRefusal } from '../prediction/models/ModelDesk.ts';
import { os, type RouterParts } from './parts.ts';

interface Refusals {
  readonly NOT_FOUND: (said: { message: string }) => Error;
  readonly CONFLICT: (said: { message: string }) => Error;
}

/** @throws NOT_FOUND or CONFLICT for what couldn't even be tried. */
function answered<Answer extends object>(answer: Answer | ActRefusal, errors: Refusals): Answer {
  if (!('why' in answer)) return answer;
  const { why, message } = answer;
  throw why === 'notFound' ? errors.NOT_FOUND({ message }) : errors.CONFLICT({ message });
}

export function modelHandlers({ gate, modelLife, prediction }: RouterParts) {
  const { desk, watch } = modelLife;
  return {
    report: os.prediction.report.handler(() => {
      const { available, windows, lastAt, medianMs, p95Ms, byState } = prediction.desk.figures();
      const { problem } = prediction.live;
      const runs = { windows, lastAt, medianMs, p95Ms, byState };
      return { available, problem, runs, ...modelLife.report() };
    }),
    limits: os.prediction.limits.handler(() => watch.limits),
    saveLimits: os.prediction.saveLimits.handler(({ input, errors }) => {
      watch.setLimits(input.limits, gate.require(input.session, errors, 'administrator'));
      return watch.limits;
    }),
    offerBegin: os.prediction.offerBegin.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return desk.offerBegin(input.name, input.byteLength, by);
    }),
    offerChunk: os.prediction.offerChunk.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return desk.offerChunk(input.uploadId, input.offset, input.data, by);
    }),
    offerFinish: os.prediction.offerFinish.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return answered(await desk.offerFinish(input.uploadId, by), errors);
    }),
    discardShadow: os.prediction.discardShadow.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      answered(await desk.discardShadow(input.reason, by), errors);
      return null;
    }),
    promote: os.prediction.promote.handler(async ({ input, errors }): Promise<ModelChanged> => {
      const first = gate.require(input.session, errors, 'supervisor');
      return answered(await desk.promote(input, first), errors);
    }),
    rollBack: os.prediction.rollBack.handler(async ({ input, errors }): Promise<ModelChanged> => {
      const first = gate.require(input.session, errors, 'supervisor');
      return answered(await desk.rollBack(input, first), errors);
    }),
  };
}
