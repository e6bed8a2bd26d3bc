/** Loads and supplies that look like faults. */
import { type CreateDisturbance, HOUR, MINUTE, trapezoid } from './disturbance.ts';

/** A welder strikes again and again: dips, arc counts and a poor power factor. */
export const welding: CreateDisturbance = (draw, profile) => {
  const amperes = Math.min(draw.between(12, 45), 0.7 * profile.mainA);
  const striking = draw.between(0.15, 0.5);
  const counts = draw.logBetween(0.3, 5);
  return {
    lastsS: draw.between(20, 240) * MINUTE,
    beginsAt: [8, 16],
    act(influence) {
      if (!draw.chance(striking)) return;
      influence.loadA += amperes * draw.between(0.3, 1);
      influence.powerFactor -= draw.between(0.02, 0.25);
      influence.inrushA += amperes * draw.between(1.5, 4);
      influence.arcs += draw.poisson(counts);
      influence.roomVocUg += draw.between(5, 60);
      influence.roomCoPpm += draw.between(0, 2);
    },
  };
};

/** A lift, pump or compressor starts directly on line every few minutes. */
export const motorInrush: CreateDisturbance = (draw, profile) => {
  const amperes = Math.min(draw.between(8, 30), 0.5 * profile.mainA);
  const every = draw.between(0.02, 0.25);
  const peak = draw.between(4, 8);
  let left = 0;
  return {
    lastsS: draw.between(1, 7) * HOUR,
    act(influence, _sinceS, body) {
      if (left <= 0 && draw.chance(every)) {
        left = draw.between(20, 300);
        influence.inrushA += amperes * peak;
        if (draw.chance(0.1)) influence.arcs += 1;
      }
      if (left <= 0) return;
      left -= body.dtS;
      influence.loadA += amperes;
      influence.reactiveVar += 220 * amperes * 0.7;
    },
  };
};

/** 3.6 to 7.7 kW for hours through a good plug. */
export const evCharging: CreateDisturbance = (draw, profile) => {
  const amperes = Math.min(draw.between(14, 34), 0.78 * profile.mainA);
  const lastsS = draw.between(2, 7.5) * HOUR;
  const warm = draw.between(0, 14);
  return {
    lastsS,
    beginsAt: [16, 23],
    act(influence, sinceS) {
      const share = trapezoid(sinceS, lastsS, 30, 0.15 * lastsS);
      influence.loadA += amperes * share;
      influence.terminalK += warm * share;
      influence.capacitiveMa += 0.6 * share;
    },
  };
};

/** Legitimate full load for hours. */
export const fullLoad: CreateDisturbance = (draw, profile) => {
  const wantedA = profile.mainA * draw.between(0.7, 0.96);
  const lastsS = draw.between(1.5, 8) * HOUR;
  const rampS = draw.between(60, 1800);
  return {
    lastsS,
    act(influence, sinceS, body) {
      const missing = Math.max(0, wantedA - body.loads.activeW / 220);
      influence.loadA += missing * trapezoid(sinceS, lastsS, rampS, rampS);
    },
  };
};

/** Sun on many roofs lifts the voltage to 236 to 245 V around noon. */
export const pvOvervoltage: CreateDisturbance = (draw, profile) => {
  const lift = draw.between(234.5, 245.5) - profile.supply.nominalV;
  const lastsS = draw.between(2, 6) * HOUR;
  let cloud = 0;
  return {
    lastsS,
    beginsAt: [9, 12],
    act(influence, sinceS) {
      cloud += -0.02 * cloud + 0.05 * draw.normal();
      const sun = Math.sin((Math.PI * Math.min(lastsS, sinceS)) / lastsS) ** 0.5;
      influence.volt += lift * sun * (1 - 0.2 * Math.abs(cloud));
    },
  };
};

/** Brushes and dimmers sparkle; a detector takes some of it for arcs. */
export const brushMotor: CreateDisturbance = (draw) => {
  const amperes = draw.between(2, 8);
  const counts = draw.logBetween(0.08, 3);
  const running = draw.between(0.2, 0.9);
  let on = false;
  return {
    lastsS: draw.between(10, 180) * MINUTE,
    act(influence) {
      if (draw.chance(0.06)) on = draw.chance(running);
      if (!on) return;
      influence.loadA += amperes * draw.between(0.7, 1.1);
      influence.distortionVa += amperes * 60;
      influence.arcs += draw.poisson(counts);
      influence.dipV += draw.between(0, 1.5);
    },
  };
};

/** The grid sags, again and again, or for long. */
export const gridSag: CreateDisturbance = (draw) => {
  const depth = draw.between(0.04, 0.35);
  const often = draw.logBetween(0.003, 0.08);
  const long = draw.chance(0.4);
  return {
    lastsS: draw.between(10, 150) * MINUTE,
    act(influence) {
      if (long) influence.supplyShare *= 1 - Math.min(0.16, depth);
      if (draw.chance(often)) influence.dipV += 220 * depth * draw.between(0.5, 2);
    },
  };
};

/** No supply for minutes (a battery keeps the device talking), then everything starts at once. */
export const outage: CreateDisturbance = (draw, profile) => {
  const offS = draw.logBetween(60, 5400);
  const pickupS = draw.between(10, 60) * MINUTE;
  const extra = profile.mainA * draw.between(0.2, 0.6);
  return {
    lastsS: offS + pickupS,
    act(influence, sinceS, body) {
      if (sinceS < offS) {
        influence.supplyShare = 0;
        influence.loadShare = 0;
        return;
      }
      const left = Math.exp(-(3 * (sinceS - offS)) / pickupS);
      influence.loadA += extra * left;
      if (sinceS - offS < 2 * body.dtS) influence.inrushA += profile.mainA * draw.between(1, 4);
    },
  };
};

/** The yearly inspection injects leakage, fires test arcs, bumps the gas sensor and switches off. */
export const inspection: CreateDisturbance = (draw) => {
  const milliamperes = draw.between(30, 40);
  const steps = [draw.next(), draw.next(), draw.next(), draw.next()] as const;
  const lastsS = draw.between(15, 60) * MINUTE;
  const bumpPpm = draw.between(25, 120);
  return {
    lastsS,
    beginsAt: [9, 16],
    act(influence, sinceS) {
      const part = sinceS / lastsS;
      if (part < 0.2) influence.resistiveMa += milliamperes * (steps[0] < 0.9 ? 1 : 0);
      else if (part > 0.25 && part < 0.4 && draw.chance(0.4)) influence.arcs += draw.poisson(5);
      else if (part > 0.45 && part < 0.65 && steps[1] < 0.85) {
        influence.roomCoPpm += bumpPpm;
        influence.enclosureCoMg += 0.02;
        influence.roomVocUg += 120 * steps[2];
      } else if (part > 0.75 && part < 0.85 && steps[3] < 0.7) {
        influence.supplyShare = 0;
        influence.loadShare = 0;
      }
    },
  };
};
