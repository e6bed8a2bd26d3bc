/** The building's plans: drawings, floors, zones and where the devices are. */
import { os, type RouterParts } from './parts.ts';

export function planHandlers({ gate, plans }: RouterParts) {
  const { desk, drawings } = plans;
  return {
    overview: os.plans.overview.handler(({ input, errors }) => {
      gate.check(input.session, errors, 'administrator');
      return desk.overview();
    }),
    drawingBegin: os.plans.drawingBegin.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return drawings.begin(input.name, input.byteLength, by);
    }),
    drawingChunk: os.plans.drawingChunk.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return drawings.chunk(input.uploadId, input.offset, input.data, by);
    }),
    drawingFinish: os.plans.drawingFinish.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return drawings.finish(input.uploadId, by);
    }),
    drawing: os.plans.drawing.handler(async ({ input, errors }) => {
      const chunk = await drawings.read(input.sha256, input.offset);
      if (!chunk) throw errors.NOT_FOUND({ message: `no drawing ${input.sha256}` });
      return chunk;
    }),
    publish: os.plans.publish.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return desk.publish(input.building, input, by);
    }),
    rollBack: os.plans.rollBack.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const answer = desk.rollBack(input.version, input.reason, by);
      if (!answer) throw errors.NOT_FOUND({ message: `no version ${input.version} of the plan` });
      return answer;
    }),
  };
}
