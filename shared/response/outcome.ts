/** What an incident turned out to have been. People say so at the close; nothing is ever concluded by itself. */
export const OUTCOMES = [
  /** There was a danger. */
  'real',
  /** The alarm was right about the value and wrong about the danger, or wrong altogether: with its cause. */
  'nuisance',
  'test',
  'undetermined',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const NUISANCE_CAUSES = [
  'loadSwitching',
  'maintenanceWork',
  'heatSource',
  'dustOrVapour',
  'waterOrCondensation',
  'supplyDisturbance',
  'sensorFault',
  'installationFault',
  'limitTooTight',
  'other',
] as const;
export type NuisanceCause = (typeof NUISANCE_CAUSES)[number];

export interface Verdict {
  readonly outcome: Outcome;
  /** Only of a nuisance, and then always. */
  readonly cause: NuisanceCause | null;
  readonly text: string | null;
}

/** Whether the verdict says enough: a nuisance names its cause, and an `other` cause is told in words. */
export function isComplete({ outcome, cause, text }: Verdict): boolean {
  if (outcome !== 'nuisance') return cause === null;
  return cause !== null && (cause !== 'other' || (text ?? '').trim() !== '');
}
