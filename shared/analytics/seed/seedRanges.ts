import type { NormalRanges } from '../sensorAnomalies.ts';

/** The seed's `normal_ranges`: anything below 20 °C is an anomaly of high severity. */
export const SEED_RANGES: NormalRanges = {
  temperature: { min: 20, max: 60 },
  voltage: { min: 200, max: 250 },
  current: { min: 0, max: 120 },
  coGas: { min: 0, max: 20 },
  voc: { min: 0, max: 500 },
  powerFactor: { min: 0.8, max: 1 },
};

/** The seed compares with a fifth of the calculated power, however small that is. */
export const SEED_TOLERANCE = { share: 0.2, floorW: 0 } as const;
