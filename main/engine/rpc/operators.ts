/** Who is on duty, and who may do what. */
import { os, type RouterParts } from './parts.ts';

export function operatorHandlers({ gate, operators, signOnDesk, operatorDesk }: RouterParts) {
  return {
    list: os.operators.list.handler(() => operators.choices()),
    makeAdministrator: os.operators.makeAdministrator.handler(({ input }) =>
      signOnDesk.makeAdministrator(input),
    ),
    signOn: os.operators.signOn.handler(({ input }) => signOnDesk.signOn(input)),
    handOver: os.operators.handOver.handler(({ input, errors }) =>
      signOnDesk.handOver({ ...input, leaving: gate.require(input.session, errors) }),
    ),
    signOff: os.operators.signOff.handler(({ input }) => {
      signOnDesk.signOff(input.session);
      return null;
    }),
    whoAmI: os.operators.whoAmI.handler(({ input, errors }) =>
      signOnDesk.whoAmI(gate.check(input.session, errors)),
    ),
    changeSecret: os.operators.changeSecret.handler(({ input, errors }) =>
      signOnDesk.changeSecret({ ...input, caller: gate.require(input.session, errors) }),
    ),

    accounts: os.operators.accounts.handler(({ input, errors }) => {
      gate.check(input.session, errors, 'administrator');
      return operatorDesk.accounts();
    }),
    add: os.operators.add.handler(({ input, errors }) =>
      operatorDesk.add(input, gate.require(input.session, errors, 'administrator')),
    ),
    setRole: os.operators.setRole.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return operatorDesk.setRole(input.operatorId, input.role, by);
    }),
    giveSecret: os.operators.giveSecret.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return operatorDesk.giveSecret(input.operatorId, input.secret, by);
    }),
    setDisabled: os.operators.setDisabled.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return operatorDesk.setDisabled(input.operatorId, input.disabled, by);
    }),
    unlock: os.operators.unlock.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return operatorDesk.unlock(input.operatorId, by);
    }),
    remove: os.operators.remove.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return operatorDesk.remove(input.operatorId, by);
    }),

    sessions: os.operators.sessions.handler(({ input, errors }) => {
      gate.check(input.session, errors, 'supervisor');
      return operatorDesk.sessions(input.session);
    }),
    endSession: os.operators.endSession.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      if (!operatorDesk.endSession(input.sessionId, by))
        throw errors.NOT_FOUND({ message: 'that session has ended already' });
      return null;
    }),
  };
}
