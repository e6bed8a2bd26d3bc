/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const audit = {
  audit: {
    title: 'Audit record',
  },
} satisfies Partial<Words>;
