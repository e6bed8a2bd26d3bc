/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const evidence = {
  evidence: {
    title: 'Evidence of the moment it was raised',
    frozen: (p) => `Kept exactly as it was at ${p.time}.`,
    parts: 'What made the score',
    history: 'Recent history, times',
    window: (p) => `The last ${p.count} readings`,
    clears: 'What would clear it',
    clearDown: (p) => `${p.sensor} ${p.from} → ${p.to} or less`,
    clearUp: (p) => `${p.sensor} ${p.from} → ${p.to} or more`,
    clearBit: (p) => `The detector takes back its alarm: ${p.bit}`,
    clearModel: (p) => `What the prediction model says ${p.from} → below ${p.to}`,
    clearArcs: (p) => `Arcs in ten minutes ${p.from} → ${p.to} or fewer`,
    thresholds: 'Judged by',
    model: 'Prediction model',
    modelLevel: 'Level of the model',
    noModel: 'none',
  },
} satisfies Partial<Words>;
