/**
 * What an alarm of the analysis says of itself, kept as figures in the alarm's `detail`, so that each reader gets the
 * sentence in their own language.
 */
import { z } from 'zod';

const EmergencyTemperature = z.object({
  type: z.literal('emergencyTemperature'),
  celsius: z.number(),
  /** °C: what it stands out above; null when it got there slowly, and stays. */
  over: z.number().nullable(),
  /** For how long it has been over the limit. */
  heldMs: z.number(),
});

const RiskJump = z.object({ type: z.literal('riskJump'), from: z.number(), to: z.number() });

const FrequentArcs = z.object({ type: z.literal('frequentArcs'), arcs: z.number() });

const RiskCluster = z.object({
  type: z.literal('riskCluster'),
  /** In the order of their ids; of many only some. */
  devices: z.array(z.string()),
  count: z.number().int(),
});

export const FINDING_DETAILS = [EmergencyTemperature, RiskJump, FrequentArcs, RiskCluster] as const;

export type FindingDetail = z.output<(typeof FINDING_DETAILS)[number]>;

export const writeFindingDetail = (detail: FindingDetail): string => JSON.stringify(detail);

/** @returns null for what is no such detail */
export function findingDetailOf(text: string): FindingDetail | null {
  const parsed = z.discriminatedUnion('type', FINDING_DETAILS).safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
