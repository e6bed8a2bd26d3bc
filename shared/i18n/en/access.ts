/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const access = {
  access: {
    title: 'Operators and roles',
  },
} satisfies Partial<Words>;
