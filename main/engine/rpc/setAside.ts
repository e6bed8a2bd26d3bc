/** Points that do not annunciate for a time. */
import { SET_ASIDE_LIMITS } from '#shared/alarms/setAside.ts';
import { os, type RouterParts } from './parts.ts';

export function setAsideHandlers({ gate, setAsides, setAsideDesk }: RouterParts) {
  return {
    list: os.setAside.list.handler(() => setAsides.active()),
    history: os.setAside.history.handler(({ input }) => setAsides.history(input)),
    begin: os.setAside.begin.handler(({ input, errors }) => {
      const { session, points, ...asked } = input;
      const ownWord = asked.type === 'shelved' && asked.forMs <= SET_ASIDE_LIMITS.operatorShelveMs;
      const person = gate.require(session, errors, ownWord ? 'operator' : 'supervisor');
      return points.map((point) => {
        const outcome = setAsideDesk.begin({ ...asked, point }, person);
        return typeof outcome === 'string'
          ? { done: false, refusal: outcome }
          : { done: true, setAside: outcome };
      });
    }),
    end: os.setAside.end.handler(({ input, errors }) => {
      const ended = setAsideDesk.end(input.id, gate.require(input.session, errors));
      if (ended === 'notFound') throw errors.NOT_FOUND({ message: `${input.id} has ended` });
      return ended;
    }),
  };
}
