/** The building that this desk watches. */
import { os, type RouterParts } from './parts.ts';

export function siteHandlers({ gate, siteDesk }: RouterParts) {
  return {
    get: os.site.get.handler(() => siteDesk.view()),
    save: os.site.save.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const { name, timeZone } = input;
      const refusal = siteDesk.save({ name, timeZone }, by);
      if (refusal) throw errors.CONFLICT({ message: refusal });
      return siteDesk.view();
    }),
  };
}
