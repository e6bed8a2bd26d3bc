/** Who is on duty. */
import { AccessError } from '../access/Operators.ts';
import { os, type RouterParts } from './parts.ts';

export function operatorHandlers({ operators }: RouterParts) {
  return {
    list: os.operators.list.handler(() => operators.list()),
    signOn: os.operators.signOn.handler(({ input, errors }) => {
      try {
        return operators.signOn(input);
      } catch (error) {
        if (error instanceof AccessError) throw errors.NOT_FOUND({ message: error.message });
        throw error;
      }
    }),
    signOff: os.operators.signOff.handler(({ input }) => {
      operators.signOff(input.session);
      return null;
    }),
    whoAmI: os.operators.whoAmI.handler(({ input, errors }) => {
      const operator = operators.whoAmI(input.session);
      if (!operator) throw errors.UNAUTHORIZED();
      return operator;
    }),
    add: os.operators.add.handler(({ input, errors }) => {
      try {
        return operators.add(input);
      } catch (error) {
        if (error instanceof AccessError) throw errors.CONFLICT({ message: error.message });
        throw error;
      }
    }),
  };
}
