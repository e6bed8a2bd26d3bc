/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const escalation = {
  escalation: {
    title: 'Escalation',
  },
} satisfies Partial<Words>;
