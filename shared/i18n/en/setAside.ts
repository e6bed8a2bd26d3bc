/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const setAside = {
  setAside: {
    title: 'Points set aside',
  },
} satisfies Partial<Words>;
