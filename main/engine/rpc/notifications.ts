/** Telling people who are not at the desk. */
import { os, type RouterParts } from './parts.ts';

export function notificationHandlers({ gate, notificationDesk }: RouterParts) {
  return {
    overview: os.notifications.overview.handler(({ input, errors }) => {
      gate.require(input.session, errors, 'supervisor');
      return notificationDesk.overview(input.limit);
    }),
    save: os.notifications.save.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const { channelId, config, secrets } = input;
      const outcome = await notificationDesk.save(channelId, config, secrets, by);
      if (outcome === 'notFound') throw errors.NOT_FOUND({ message: `no channel ${channelId}` });
      return outcome;
    }),
    remove: os.notifications.remove.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const outcome = await notificationDesk.remove(input.channelId, by);
      if (outcome === 'notFound')
        throw errors.NOT_FOUND({ message: `no channel ${input.channelId}` });
      return outcome;
    }),
    test: os.notifications.test.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const outcome = await notificationDesk.test(input.channelId, input.topic, by);
      if (outcome === 'notFound')
        throw errors.NOT_FOUND({ message: `no channel ${input.channelId}` });
      return outcome;
    }),
    newDeskId: os.notifications.newDeskId.handler(({ input, errors }) => {
      notificationDesk.newDeskId(gate.require(input.session, errors, 'administrator'));
      return null;
    }),
    retryNow: os.notifications.retryNow.handler(({ input, errors }) => {
      notificationDesk.retryNow(gate.require(input.session, errors, 'supervisor'));
      return null;
    }),
  };
}
