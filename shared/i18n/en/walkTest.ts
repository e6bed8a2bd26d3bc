/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const walkTest = {
  walkTest: {
    title: 'Walk test',
  },
} satisfies Partial<Words>;
