/** The desk's ways in, and the first set-up. */
import { os, type RouterParts } from './parts.ts';

export function connectionHandlers({ gate, connections: { desk, setUp } }: RouterParts) {
  return {
    overview: os.connections.overview.handler(({ input, errors }) => {
      gate.require(input.session, errors, 'supervisor');
      return desk.overview();
    }),
    save: os.connections.save.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const { connectionId, config, secrets, importId } = input;
      const outcome = await desk.save(connectionId, config, secrets, importId, by);
      if (outcome === 'notFound')
        throw errors.NOT_FOUND({ message: `no connection ${connectionId}` });
      return outcome;
    }),
    setEnabled: os.connections.setEnabled.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const { connectionId, enabled } = input;
      const outcome = await desk.setEnabled(connectionId, enabled, by);
      if (outcome === 'notFound')
        throw errors.NOT_FOUND({ message: `no connection ${connectionId}` });
      return outcome;
    }),
    remove: os.connections.remove.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const outcome = await desk.remove(input.connectionId, by);
      if (outcome === 'notFound')
        throw errors.NOT_FOUND({ message: `no connection ${input.connectionId}` });
      return outcome;
    }),
    test: os.connections.test.handler(async ({ input, errors, signal }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const events = await desk.test(input, by, signal);
      if (events === 'notFound')
        throw errors.NOT_FOUND({ message: `no connection ${input.connectionId}` });
      if (events === null) throw errors.CONFLICT({ message: 'the imported files are gone' });
      return events;
    }),
    readFiles: os.connections.readFiles.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const files = input.files.map(({ name, data }) => ({
        name,
        bytes: Buffer.from(data, 'base64'),
      }));
      return desk.readFiles(files, input.passphrase, by);
    }),
    setUp: os.connections.setUp.handler(() => setUp.view()),
    moveSetUp: os.connections.moveSetUp.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return setUp.move(input.step, input.later, by);
    }),
  };
}
