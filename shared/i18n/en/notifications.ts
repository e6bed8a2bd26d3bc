/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const notifications = {
  notifications: {
    title: 'Notifications',
  },
} satisfies Partial<Words>;
