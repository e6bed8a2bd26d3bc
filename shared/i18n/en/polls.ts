/** The same keys as the Korean, which the compiler checks. */
import type { Words } from '../dictionary.ts';

export const polls = {
  polls: {
    title: 'Answers of the Modbus units',
    hint: 'Counted since the engine started or the connection was changed.',
    bus: 'Port',
    unit: 'Unit',
    devices: 'Detectors',
    state: 'State',
    answering: 'Answers',
    away: 'Does not answer',
    busDown: 'Port closed',
    notYet: 'Not answered yet',
    asked: 'Asked',
    answered: 'Answered',
    ofAll: (p) => `${p.count} (${p.share} %)`,
    timedOut: 'No answer in time',
    garbled: 'CRC errors',
    refused: 'Refused',
  },
} satisfies Partial<Words>;
