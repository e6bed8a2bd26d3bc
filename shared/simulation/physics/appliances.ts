import type { Draws } from './Draws.ts';
import type { Site } from './site.ts';

/** A load that is switched on and off: typical values, varied for each device. */
export interface Appliance {
  readonly watts: number;
  readonly powerFactor: number;
  /** Distortion current by fundamental current. */
  readonly distortion: number;
  /** Peak by running current for some tenths of a second. */
  readonly inrush: number;
  readonly onS: number;
  /** Mean pause where the place is fully busy. */
  readonly offS: number;
  /** Whether it runs whatever the hour. */
  readonly always: boolean;
}

type Row = readonly [
  watts: number,
  powerFactor: number,
  distortion: number,
  inrush: number,
  onS: number,
  offS: number,
  always?: true,
];

/** Orders of magnitude from manufacturers' plates. */
const LIBRARY = {
  kettle: [1900, 1, 0.02, 1, 200, 5400],
  hob: [2200, 0.99, 0.05, 1.2, 1200, 7200],
  oven: [2400, 1, 0.02, 1, 1500, 14_000],
  microwave: [1300, 0.92, 0.3, 3, 240, 5400],
  fridge: [130, 0.75, 0.1, 6, 1100, 2000, true],
  coldRoom: [900, 0.78, 0.1, 5.5, 1500, 1800, true],
  washer: [700, 0.7, 0.2, 3.5, 2400, 20_000],
  dryer: [2000, 0.97, 0.08, 2, 3000, 26_000],
  television: [150, 0.93, 0.25, 3, 7000, 8000],
  computers: [600, 0.95, 0.15, 4, 9000, 5000],
  printer: [800, 0.9, 0.2, 4, 90, 1500],
  heater: [1500, 1, 0.01, 1, 1800, 3600],
  lift: [4500, 0.72, 0.15, 3, 35, 220],
  pump: [1100, 0.78, 0.06, 5.5, 400, 1500, true],
  compressor: [2200, 0.8, 0.08, 6.5, 240, 900],
  lathe: [2500, 0.76, 0.08, 5, 700, 1400],
  grinder: [1100, 0.85, 0.25, 4, 60, 800],
  drill: [700, 0.87, 0.25, 3.5, 40, 900],
  fryer: [3000, 1, 0.02, 1, 500, 900],
  dishwasher: [2600, 0.98, 0.04, 1.5, 900, 3600],
  hood: [400, 0.82, 0.1, 4, 5400, 4000],
  espresso: [2200, 1, 0.03, 1, 90, 500],
  showcase: [450, 0.85, 0.15, 5, 1300, 1200, true],
  servers: [2500, 0.98, 0.07, 3, 30_000, 1500, true],
  ups: [1200, 0.95, 0.12, 2, 6000, 6000, true],
  fan: [1500, 0.83, 0.1, 5, 3600, 3600],
  charger: [3300, 0.99, 0.05, 1.5, 7000, 14_000],
  gate: [600, 0.75, 0.15, 4, 25, 500],
} as const satisfies Readonly<Record<string, Row>>;

export type ApplianceName = keyof typeof LIBRARY;

const AT: Readonly<Record<Site, readonly ApplianceName[]>> = {
  home: ['kettle', 'hob', 'oven', 'microwave', 'fridge', 'washer', 'dryer', 'television', 'heater'],
  office: ['computers', 'computers', 'printer', 'kettle', 'fridge', 'lift', 'heater', 'pump'],
  school: ['computers', 'computers', 'television', 'printer', 'pump', 'heater', 'microwave'],
  workshop: ['compressor', 'lathe', 'grinder', 'drill', 'pump', 'fan', 'heater', 'computers'],
  shop: ['showcase', 'showcase', 'fridge', 'computers', 'espresso', 'television', 'gate'],
  restaurant: [
    'fryer',
    'hob',
    'dishwasher',
    'hood',
    'coldRoom',
    'showcase',
    'espresso',
    'microwave',
  ],
  dataRoom: ['servers', 'servers', 'servers', 'ups', 'pump', 'computers'],
  carPark: ['fan', 'fan', 'pump', 'gate', 'charger', 'lift'],
};

/**
 * Appliances, each a little different from its kind.
 *
 * @param place 5 to 14 of such a site, or those that are known to hang on the circuit
 */
export function drawAppliances(
  place: Site | readonly ApplianceName[],
  draw: Draws,
): readonly Appliance[] {
  const known = typeof place !== 'string';
  const kinds = known ? place : AT[place];
  const count = known ? kinds.length : 5 + Math.floor(draw.next() * 10);
  return Array.from({ length: count }, (_, index) => {
    const kind =
      index < kinds.length ? kinds[index] : kinds[Math.floor(draw.next() * kinds.length)];
    const [watts, pf, distortion, inrush, onS, offS, always] = LIBRARY[kind ?? 'fridge'] as Row;
    return {
      watts: draw.lognormal(watts, 0.35),
      powerFactor: Math.max(0.5, Math.min(1, pf + 0.04 * draw.normal())),
      distortion: distortion * draw.between(0.4, 1.8),
      inrush: Math.max(1, inrush * draw.between(0.5, 1.4)),
      onS: draw.lognormal(onS, 0.5),
      offS: draw.lognormal(offS, 0.5),
      always: always ?? false,
    };
  });
}
