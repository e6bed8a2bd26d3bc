import { type CircuitProfile, type DeviceProfile, drawDevice } from '../physics/DeviceProfile.ts';
import type { Draws } from '../physics/Draws.ts';
import type { Site } from '../physics/site.ts';
import type { LoadKind } from './loadKinds.ts';

export interface CircuitFacts {
  readonly load: LoadKind;
  readonly ratedCurrentA: number;
  /** °C where it hangs. */
  readonly ambientC: number;
  readonly gasSensor: 'enclosure' | 'room';
}

type Feeds = Omit<CircuitProfile, 'uncompensated'> & { readonly site: Site };

const feeds = (
  site: Site,
  appliances: CircuitProfile['appliances'],
  [applianceShare, lightingShare, airShare, standbyShare]: readonly [
    appliances: number,
    lighting: number,
    air: number,
    standby: number,
  ],
): Feeds => ({ site, appliances, applianceShare, lightingShare, airShare, standbyShare });

/** Whose hours each kind of circuit keeps, what hangs on it, and how much of its rating that takes. */
const FEEDS: Readonly<Record<LoadKind, Feeds>> = {
  main: feeds(
    'office',
    ['computers', 'computers', 'computers', 'servers', 'lift', 'pump', 'fan', 'heater', 'kettle'],
    [0.28, 0.2, 0.14, 0.1],
  ),
  feeder: feeds(
    'office',
    ['computers', 'computers', 'printer', 'heater', 'fridge', 'kettle'],
    [0.26, 0.2, 0.12, 0.08],
  ),
  lighting: feeds('office', [], [0, 0.5, 0, 0.12]),
  outlet: feeds(
    'office',
    ['computers', 'computers', 'computers', 'printer', 'kettle', 'fridge'],
    [0.3, 0, 0, 0.08],
  ),
  hvac: feeds('office', ['fan', 'fan', 'pump'], [0.22, 0, 0.34, 0.08]),
  pump: feeds('office', ['pump', 'pump'], [0.3, 0, 0, 0.1]),
  fan: feeds('carPark', ['fan', 'fan', 'fan'], [0.34, 0, 0, 0.1]),
  lift: feeds('office', ['lift', 'lift'], [0.22, 0.05, 0, 0.1]),
  server: feeds('dataRoom', ['servers', 'servers', 'servers', 'ups'], [0.4, 0, 0.1, 0.1]),
  kitchen: feeds(
    'restaurant',
    ['fryer', 'hob', 'dishwasher', 'hood', 'coldRoom', 'espresso', 'microwave'],
    [0.36, 0.05, 0, 0.08],
  ),
  shop: feeds(
    'shop',
    ['showcase', 'showcase', 'fridge', 'computers', 'espresso', 'television'],
    [0.3, 0.2, 0, 0.08],
  ),
  ev: feeds('carPark', ['charger', 'charger', 'charger'], [0.36, 0, 0, 0.08]),
};

/**
 * A device as one finds it in a building that is kept well: each constant lies inside of the range that training draws
 * from, in the quiet part of it. What an ordinary day makes of it stays below every limit, so that whatever alarms has a
 * cause.
 */
export function circuitProfile(draw: Draws, facts: CircuitFacts): DeviceProfile {
  const { load, ratedCurrentA, ambientC, gasSensor } = facts;
  const { site, ...circuit } = FEEDS[load];
  const drawn = drawDevice(draw, {
    site,
    mainA: ratedCurrentA,
    gasPlace: gasSensor === 'enclosure' ? 'enc' : 'room',
  });
  return {
    ...drawn,
    overcurrentA: Math.min(100, ratedCurrentA * 1.2),
    circuit: { ...circuit, uncompensated: draw.between(0.25, 0.45) },
    supply: {
      ...drawn.supply,
      nominalV: 221.5 + 0.4 * draw.normal(),
      impedance: draw.logBetween(0.02, Math.min(0.12, 4 / ratedCurrentA)),
      eveningDropV: 1.5,
      tapV: draw.between(0.6, 1),
      flickerV: draw.between(0.2, 0.5),
    },
    climate: {
      ...drawn.climate,
      outdoorShare: draw.between(0.02, 0.05),
      setpointC: ambientC + 0.3 * draw.normal(),
      weatherK: draw.between(0.5, 1.5),
      conditioned: draw.between(0.9, 1),
      humidityOffset: draw.between(-3, 3),
    },
    thermal: {
      ...drawn.thermal,
      selfRiseK: draw.between(0.5, 1.5),
      loadRiseK: draw.between(2, 4),
      airS: draw.between(400, 700),
      boardRiseK: draw.between(3, 5),
      boardS: draw.between(300, 600),
      terminalRiseK: draw.between(6, 9),
      terminalS: draw.between(200, 300),
      airKPerW: draw.between(0.05, 0.12),
    },
    leakage: {
      capacitiveMa: draw.between(0.25, 1.1),
      resistiveMa: draw.between(0.05, 0.2),
      humidityGain: draw.between(0.002, 0.012),
      electronicsGain: draw.between(0, 0.3),
      phaseError: draw.between(0, 0.05),
    },
    gas: {
      ...drawn.gas,
      roomM3: draw.between(12, 18),
      roomAch: draw.between(3, 5),
      coPpm: draw.between(0.8, 2),
      coPlumesPerDay: draw.between(0.1, 1),
      coPlumePpm: draw.between(0.4, 1),
      vocUg: draw.between(40, 90),
      vocPlumesPerDay: draw.between(0.2, 2),
      vocPlumeUg: draw.between(15, 40),
    },
    // A detector that tells switching from arcing, as the standard for such devices (IEC 62606) asks.
    arcs: { backgroundPerS: 0, perSwitch: 0, efficiency: draw.between(0.9, 0.97) },
    meter: {
      noise: {
        volt: draw.between(0.1, 0.25),
        currentShare: draw.between(0.002, 0.008),
        temperature: draw.between(0.06, 0.12),
        leakage: draw.between(0.01, 0.04),
        co: draw.between(0.1, 0.25),
        vocShare: draw.between(0.01, 0.03),
        powerFactor: draw.between(0.001, 0.003),
      },
      offset: {
        volt: 0.2 * draw.normal(),
        currentShare: 0.003 * draw.normal(),
        pcbTemp: 0.3 * draw.normal(),
        sensorTemp: 0.3 * draw.normal(),
        co: draw.between(0, 0.3),
      },
      gain: { co: draw.lognormal(1, 0.04), voc: draw.lognormal(1, 0.06) },
      drift: { temperature: 0, co: 0, voc: 0 },
      gasLagS: draw.between(5, 15),
      coPerVoc: 0,
      vocPerHumidity: draw.between(0, 0.002),
      vocRezeroS: Number.POSITIVE_INFINITY,
      smallestA: 0.05,
      perUnit: {
        volt: 10,
        ct: 100,
        leakage: 100,
        temperature: 10,
        co: 10,
        voc: 1,
        powerFactor: 1000,
      },
      apparentPower: false,
      onFrames: 1,
      offFrames: 1,
    },
  };
}
