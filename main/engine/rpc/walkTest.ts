/** Walk tests: begun and signed by supervisors, walked by anybody who is signed on. */
import { os, type RouterParts } from './parts.ts';

export function walkTestHandlers({
  gate,
  walkTests,
  walkTestStore,
  certify,
  revisions,
}: RouterParts) {
  return {
    current: os.walkTest.current.handler(() => walkTests.current()),
    list: os.walkTest.list.handler(({ input }) => walkTestStore.list(input.limit)),
    get: os.walkTest.get.handler(({ input, errors }) => {
      const test = walkTestStore.get(input.id);
      if (!test) throw errors.NOT_FOUND({ message: `no walk test ${input.id}` });
      return test;
    }),
    begin: os.walkTest.begin.handler(({ input, errors }) => {
      const { session, ...request } = input;
      return walkTests.begin(request, gate.require(session, errors, 'supervisor'));
    }),
    end: os.walkTest.end.handler(({ input, errors }) => {
      const ended = walkTests.end(gate.require(input.session, errors));
      if (!ended) throw errors.CONFLICT({ message: 'no walk test runs' });
      return ended;
    }),
    keepOn: os.walkTest.keepOn.handler(({ input, errors }) => {
      gate.require(input.session, errors);
      if (!walkTests.keepOn()) throw errors.CONFLICT({ message: 'no walk test runs' });
      return null;
    }),
    inject: os.walkTest.inject.handler(({ input, errors }) => {
      const { session, deviceId, item } = input;
      const hit = walkTests.inject(deviceId, item, gate.require(session, errors));
      if (!hit) throw errors.CONFLICT({ message: `${deviceId} is not under test` });
      return hit;
    }),
    sign: os.walkTest.sign.handler(({ input, errors }) => {
      const signed = certify(input.id, gate.require(input.session, errors, 'supervisor'));
      if (signed === 'notFound') throw errors.NOT_FOUND({ message: `no walk test ${input.id}` });
      if (signed === 'running') throw errors.CONFLICT({ message: 'the walk test has not ended' });
      if (signed === 'signed') throw errors.CONFLICT({ message: 'it is signed already' });
      revisions.bump('walkTest');
      return signed;
    }),
    certificate: os.walkTest.certificate.handler(({ input }) => walkTestStore.signed(input.id)),
  };
}
