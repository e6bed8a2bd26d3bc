/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const shift = {
  shift: {
    title: 'Shift',
  },
} satisfies Partial<Words>;
