/** What a circuit of a building feeds. */
export const LOAD_KINDS = [
  'main',
  'feeder',
  'lighting',
  'outlet',
  'hvac',
  'pump',
  'fan',
  'lift',
  'server',
  'kitchen',
  'shop',
  'ev',
] as const;
export type LoadKind = (typeof LOAD_KINDS)[number];
