/** The shift log, the check lists and the hand-overs. */
import { os, type RouterParts } from './parts.ts';

interface Errors {
  readonly NOT_FOUND: (options: { message: string }) => Error;
  readonly CONFLICT: (options: { message: string }) => Error;
}

export function shiftHandlers({ shift, gate, shiftChanged }: RouterParts) {
  const { log, checks, handovers } = shift;

  /** Tells every page, unless the act was refused. */
  const done = (refusal: string | null, errors: Errors): null => {
    if (refusal?.startsWith('noSuch')) throw errors.NOT_FOUND({ message: refusal });
    if (refusal !== null) throw errors.CONFLICT({ message: refusal });
    shiftChanged();
    return null;
  };

  return {
    due: os.shift.due.handler(() => shift.due()),
    log: os.shift.log.handler(({ input }) => log.read(input)),
    write: os.shift.write.handler(({ input, errors }) => {
      const { session, ...entry } = input;
      const by = gate.require(session, errors);
      return done(log.write(entry, by) ? null : 'noSuchEntry', errors);
    }),
    checks: os.shift.checks.handler(() => checks.current()),
    signedCheck: os.shift.signedCheck.handler(({ input, errors }) => {
      const signed = checks.signed(input.list, input.period);
      if (!signed) throw errors.NOT_FOUND({ message: 'that list was not signed' });
      return signed;
    }),
    checkHistory: os.shift.checkHistory.handler(() => checks.history()),
    answerCheck: os.shift.answerCheck.handler(({ input, errors }) => {
      const { session, ...answer } = input;
      const by = gate.require(session, errors);
      return done(checks.answer({ ...answer, note: answer.note || null }, by), errors);
    }),
    signCheck: os.shift.signCheck.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors);
      return done(checks.sign(input.list, input.period, by), errors);
    }),
    ownChecks: os.shift.ownChecks.handler(() => checks.ownItems()),
    addCheck: os.shift.addCheck.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return done(checks.addItem(input.list, input.text, by), errors);
    }),
    retireCheck: os.shift.retireCheck.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      return done(checks.retireItem(input.id, by), errors);
    }),
    handoverPreview: os.shift.handoverPreview.handler(() => handovers.preview()),
    handovers: os.shift.handovers.handler(({ input }) => handovers.list(input.limit)),
    handover: os.shift.handover.handler(({ input, errors }) => {
      const found = handovers.get(input.id);
      if (!found) throw errors.NOT_FOUND({ message: `no hand-over ${input.id}` });
      return found;
    }),
    handOver: os.shift.handOver.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors);
      const id = handovers.prepare(input.remarks, by);
      shiftChanged();
      return id;
    }),
    takeOver: os.shift.takeOver.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors);
      return done(handovers.sign(input.id, 'incoming', input.remarks, by), errors);
    }),
    countersign: os.shift.countersign.handler(({ input, errors }) => {
      const by = gate.require(input.session, errors, 'supervisor');
      return done(handovers.sign(input.id, 'supervisor', input.remarks, by), errors);
    }),
  };
}
