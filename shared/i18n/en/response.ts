/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const response = {
  response: {
    title: 'Response',
  },
} satisfies Partial<Words>;
