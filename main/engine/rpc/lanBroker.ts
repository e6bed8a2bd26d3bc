/** Who may publish to the broker inside the desk. */
import { os, type RouterParts } from './parts.ts';

export function lanBrokerHandlers({ gate, lanDesk }: RouterParts) {
  return {
    overview: os.lanBroker.overview.handler(({ input, errors }) => {
      gate.check(input.session, errors, 'supervisor');
      return lanDesk.overview();
    }),
    add: os.lanBroker.add.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const { name, devices, proof } = input;
      return lanDesk.add({ name, devices, proof }, by);
    }),
    revoke: os.lanBroker.revoke.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      if (lanDesk.revoke(input.credentialId, by) === 'notFound')
        throw errors.NOT_FOUND({ message: `no credential ${input.credentialId}` });
      return null;
    }),
  };
}
