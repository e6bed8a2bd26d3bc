/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const meter = {
  meter: {
    title: 'Alarm meter',
  },
} satisfies Partial<Words>;
