/**
 * What one simulated device is and where it hangs, drawn once. The ranges are wide on purpose (domain randomisation):
 * a model that is trained on them must not lean on any one building's constants.
 */
import type { ApplianceName } from './appliances.ts';
import type { Draws } from './Draws.ts';
import { SITES, type Site } from './site.ts';

export interface DeviceProfile {
  readonly site: Site;
  /** A, 20 to 100. */
  readonly mainA: number;
  /** A: where the device sets its over-current bit. */
  readonly overcurrentA: number;
  /** Where the gas sensor sits. */
  readonly gasPlace: 'enc' | 'room';
  readonly supply: {
    readonly nominalV: number;
    /** Ω from the transformer to the device. */
    readonly impedance: number;
    readonly eveningDropV: number;
    readonly tapV: number;
    readonly tapsPerHour: number;
    readonly flickerV: number;
    readonly flickerS: number;
  };
  readonly climate: {
    /** Share of the outdoor swing that reaches the room. */
    readonly outdoorShare: number;
    readonly setpointC: number;
    readonly dailySwingK: number;
    readonly weatherK: number;
    readonly humidityOffset: number;
    readonly conditioned: number;
  };
  readonly thermal: {
    /** K over the room from the device's own supply. */
    readonly selfRiseK: number;
    /** K over the room at rated current. */
    readonly loadRiseK: number;
    readonly airS: number;
    readonly boardRiseK: number;
    readonly boardS: number;
    readonly terminalRiseK: number;
    readonly terminalExponent: number;
    readonly terminalS: number;
    /** K of enclosure air for a watt of fault power. */
    readonly airKPerW: number;
  };
  readonly leakage: {
    readonly capacitiveMa: number;
    readonly resistiveMa: number;
    /** Growth of the resistive part with humidity, 1/% RH. */
    readonly humidityGain: number;
    readonly electronicsGain: number;
    /** Share of the capacitive part that the meter takes for resistive: its phase error. */
    readonly phaseError: number;
  };
  readonly gas: {
    readonly enclosureM3: number;
    readonly enclosureAch: number;
    readonly roomM3: number;
    readonly roomAch: number;
    readonly coPpm: number;
    readonly coPlumesPerDay: number;
    readonly coPlumePpm: number;
    readonly vocUg: number;
    readonly vocPlumesPerDay: number;
    readonly vocPlumeUg: number;
    readonly plumeDecayS: number;
  };
  readonly arcs: {
    readonly backgroundPerS: number;
    /** Chance that a switching event is taken for an arc. */
    readonly perSwitch: number;
    readonly efficiency: number;
  };
  readonly meter: MeterProfile;
  readonly link: LinkProfile;
  /** What hangs on the circuit, where that is known; drawn as the site's usual mixture where it isn't. */
  readonly circuit?: CircuitProfile;
}

/** Shares are of the rated power. */
export interface CircuitProfile {
  readonly appliances: readonly ApplianceName[];
  /** Of all appliances in the mean of a busy hour. */
  readonly applianceShare: number;
  readonly standbyShare: number;
  readonly lightingShare: number;
  /** Of heating or cooling while it runs. */
  readonly airShare: number;
  /** Share of the reactive and distortion power that is left after compensation. */
  readonly uncompensated: number;
}

export interface MeterProfile {
  readonly noise: {
    readonly volt: number;
    readonly currentShare: number;
    readonly temperature: number;
    readonly leakage: number;
    readonly co: number;
    readonly vocShare: number;
    readonly powerFactor: number;
  };
  readonly offset: {
    readonly volt: number;
    readonly currentShare: number;
    readonly pcbTemp: number;
    readonly sensorTemp: number;
    readonly co: number;
  };
  readonly gain: { readonly co: number; readonly voc: number };
  /** K in a day, shares in a day. */
  readonly drift: { readonly temperature: number; readonly co: number; readonly voc: number };
  readonly gasLagS: number;
  /** ppm of CO shown for 1 µg/m³ of vapours. */
  readonly coPerVoc: number;
  /** A metal oxide sensor's answer to humidity, share per % RH. */
  readonly vocPerHumidity: number;
  /** s in which the vapour sensor takes a new level for its zero; Infinity where it never does. */
  readonly vocRezeroS: number;
  /** A below which the clamp shows nothing but this. */
  readonly smallestA: number;
  /** Values a unit: 10 stands for steps of 0.1. */
  readonly perUnit: {
    readonly volt: number;
    readonly ct: number;
    readonly leakage: number;
    readonly temperature: number;
    readonly co: number;
    readonly voc: number;
    readonly powerFactor: number;
  };
  /** kVA in the field that is called kW, as some makes send it. */
  readonly apparentPower: boolean;
  /** Frames for which a limit must be passed before its status bit follows, 1 to 2 and 1 to 3. */
  readonly onFrames: number;
  readonly offFrames: number;
}

export interface LinkProfile {
  readonly dropoutsPerDay: number;
  readonly dropoutS: number;
  readonly duplicateShare: number;
  readonly lateShare: number;
  readonly jitterS: number;
  readonly rebootsPerDay: number;
}

/** What a caller may fix instead of drawing it. */
export interface DeviceOverrides {
  readonly site?: Site;
  readonly mainA?: number;
  readonly gasPlace?: 'enc' | 'room';
}

const RATINGS_A = [20, 30, 32, 40, 50, 60, 63, 75, 100] as const;

export function drawDevice(draw: Draws, fixed: DeviceOverrides = {}): DeviceProfile {
  const site = fixed.site ?? draw.pick(SITES);
  const drawnA = draw.pick(RATINGS_A);
  const mainA = fixed.mainA ?? drawnA;
  const gasPlace = draw.chance(0.6) ? 'enc' : 'room';
  return {
    site,
    mainA,
    overcurrentA: draw.chance(0.5) ? 100 : Math.min(100, mainA * draw.between(1.05, 1.3)),
    gasPlace: fixed.gasPlace ?? gasPlace,
    supply: drawSupply(draw, mainA),
    climate: drawClimate(draw, site),
    thermal: drawThermal(draw),
    leakage: {
      capacitiveMa: Math.min(4.5, draw.lognormal(site === 'dataRoom' ? 1.6 : 0.9, 0.55)),
      resistiveMa: Math.min(1.2, draw.lognormal(0.1, 0.8)),
      humidityGain: draw.between(0.002, 0.035),
      electronicsGain: draw.between(0, 0.45),
      phaseError: draw.between(0, 0.08),
    },
    gas: drawGas(draw, site),
    arcs: {
      backgroundPerS: draw.logBetween(1e-7, site === 'workshop' ? 3e-4 : 6e-5),
      perSwitch: draw.logBetween(1e-4, 0.02),
      efficiency: draw.between(0.3, 0.97),
    },
    meter: drawMeter(draw),
    link: {
      dropoutsPerDay: draw.logBetween(0.2, 8),
      dropoutS: draw.logBetween(20, 300),
      duplicateShare: draw.logBetween(1e-4, 3e-3),
      lateShare: draw.logBetween(5e-5, 1.5e-3),
      jitterS: draw.between(0.01, 0.6),
      rebootsPerDay: draw.logBetween(0.002, 0.1),
    },
  };
}

/** Mean of the UCI household: slope −0.33 Ω, deviation 3 V. */
function drawSupply(draw: Draws, mainA: number): DeviceProfile['supply'] {
  // A thick main hangs on a thick cable: at most some 9 V are lost at full load.
  const most = Math.min(0.4, 9 / mainA);
  return {
    nominalV: 220 + Math.max(-9, Math.min(8, 1.5 + 3.2 * draw.normal())),
    impedance: draw.logBetween(0.02, most),
    eveningDropV: draw.between(0, 4),
    tapV: draw.between(0.6, 2.6),
    tapsPerHour: draw.logBetween(0.05, 0.8),
    flickerV: draw.between(0.1, 0.9),
    flickerS: draw.logBetween(40, 500),
  };
}

function drawClimate(draw: Draws, site: Site): DeviceProfile['climate'] {
  const open = site === 'carPark' ? 0.55 : 0.03;
  return {
    outdoorShare: draw.between(open, site === 'carPark' ? 0.95 : 0.65),
    setpointC: draw.between(18, 27),
    dailySwingK: draw.between(2, 6.5),
    weatherK: draw.between(0.5, 4),
    humidityOffset: 9 * draw.normal(),
    conditioned: draw.between(0.2, 1),
  };
}

function drawThermal(draw: Draws): DeviceProfile['thermal'] {
  return {
    selfRiseK: draw.between(0.5, 8),
    loadRiseK: draw.logBetween(2, 22),
    airS: draw.logBetween(400, 4500),
    boardRiseK: draw.between(1.5, 13),
    boardS: draw.logBetween(250, 1800),
    terminalRiseK: draw.logBetween(5, 42),
    terminalExponent: draw.between(1.5, 2.05),
    terminalS: draw.logBetween(200, 1100),
    airKPerW: draw.logBetween(0.03, 0.6),
  };
}

function drawGas(draw: Draws, site: Site): DeviceProfile['gas'] {
  const fumes = site === 'carPark' || site === 'restaurant';
  return {
    enclosureM3: draw.logBetween(0.02, 0.6),
    enclosureAch: draw.logBetween(2.5, 50),
    roomM3: draw.logBetween(12, site === 'home' ? 90 : 300),
    roomAch: draw.logBetween(0.25, 6),
    coPpm: draw.logBetween(0.1, 2.5),
    coPlumesPerDay: draw.logBetween(0.1, fumes ? 8 : 3),
    coPlumePpm: draw.logBetween(0.4, fumes ? 7 : 4),
    vocUg: draw.logBetween(25, 230),
    vocPlumesPerDay: draw.logBetween(0.2, 9),
    vocPlumeUg: draw.logBetween(15, 260),
    plumeDecayS: draw.logBetween(400, 4500),
  };
}

function drawMeter(draw: Draws): MeterProfile {
  return {
    noise: {
      volt: draw.logBetween(0.03, 0.6),
      currentShare: draw.logBetween(0.0008, 0.015),
      temperature: draw.logBetween(0.03, 0.5),
      leakage: draw.logBetween(0.01, 0.15),
      co: draw.logBetween(0.05, 0.9),
      vocShare: draw.logBetween(0.005, 0.08),
      powerFactor: draw.logBetween(0.0005, 0.008),
    },
    offset: {
      volt: 0.8 * draw.normal(),
      currentShare: 0.01 * draw.normal(),
      pcbTemp: draw.normal(),
      sensorTemp: draw.normal(),
      co: Math.max(0, 0.5 * draw.normal()),
    },
    gain: { co: draw.lognormal(1, 0.15), voc: draw.lognormal(1, 0.25) },
    drift: {
      temperature: (draw.normal() * 0.5) / 365,
      co: draw.between(-0.1, 0.05) / 365,
      voc: draw.between(-0.03, 0.03),
    },
    gasLagS: draw.logBetween(4, 45),
    coPerVoc: 0.009 * draw.next() ** 2,
    vocPerHumidity: draw.between(-0.001, 0.006),
    vocRezeroS: draw.chance(0.35) ? draw.logBetween(30_000, 300_000) : Number.POSITIVE_INFINITY,
    smallestA: draw.pick([0.01, 0.05, 0.1, 0.3]),
    perUnit: {
      volt: draw.pick([10, 10, 10, 100, 2]),
      ct: draw.pick([100, 100, 10, 1000]),
      leakage: draw.pick([100, 100, 10, 1000]),
      temperature: draw.pick([10, 10, 10, 100, 2]),
      co: draw.pick([10, 10, 1]),
      voc: draw.pick([1, 1, 10, 0.2]),
      powerFactor: draw.pick([1000, 1000, 100]),
    },
    apparentPower: draw.chance(0.15),
    onFrames: draw.chance(0.75) ? 2 : 1,
    offFrames: draw.chance(0.75) ? 3 : 1,
  };
}
