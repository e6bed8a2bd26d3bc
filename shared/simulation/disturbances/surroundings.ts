/** Air, sun and rain that look like faults. */
import { type CreateDisturbance, HOUR, MINUTE, trapezoid } from './disturbance.ts';

/** CO to 22 to 38 ppm and vapours to 2,000 µg/m³, with the appliances that belong to it. */
export const cooking: CreateDisturbance = (draw) => {
  const coPpm = draw.logBetween(3, 38);
  const vocUg = draw.logBetween(250, 2000);
  const lastsS = draw.between(20, 120) * MINUTE;
  const amperes = draw.between(0, 14);
  let stir = 0;
  return {
    lastsS,
    beginsAt: [6, 20],
    act(influence, sinceS) {
      stir += -0.04 * stir + 0.1 * draw.normal();
      const share = trapezoid(sinceS, lastsS, 0.3 * lastsS, 0.5 * lastsS);
      const air = Math.max(0, share * (1 + stir));
      influence.roomCoPpm += coPpm * air ** 1.3;
      influence.roomVocUg += vocUg * air;
      influence.roomK += 4 * share;
      influence.humidity += 18 * share;
      influence.loadA += amperes * (share > 0.3 ? 1 : 0);
    },
  };
};

/** Paint, cleaning spirit, alcohol: 800 to 10,000 µg/m³; the CO cell answers to some of it. */
export const solvent: CreateDisturbance = (draw) => {
  const vocUg = draw.logBetween(700, 10_000);
  const lastsS = draw.logBetween(10, 420) * MINUTE;
  const riseS = Math.min(0.3 * lastsS, draw.logBetween(30, 1200));
  return {
    lastsS,
    beginsAt: [7, 18],
    act(influence, sinceS) {
      const rise = Math.min(1, sinceS / riseS);
      influence.roomVocUg +=
        vocUg * rise * Math.exp((-3.2 * sinceS) / lastsS) * draw.between(0.95, 1.05);
    },
  };
};

/** Cars or a generator: CO to 95 ppm for a while. */
export const exhaust: CreateDisturbance = (draw) => {
  const coPpm = draw.between(12, 95);
  const lastsS = draw.logBetween(8, 180) * MINUTE;
  const vocUg = draw.logBetween(40, 500);
  return {
    lastsS,
    act(influence, sinceS) {
      const share = trapezoid(sinceS, lastsS, 0.25 * lastsS, 0.6 * lastsS);
      influence.roomCoPpm += coPpm * share * draw.between(0.9, 1.1);
      influence.roomVocUg += vocUg * share;
    },
  };
};

/** The sun heats a cabinet by 12 to 36 K within hours. */
export const solarCabinet: CreateDisturbance = (draw) => {
  const kelvin = draw.between(10, 36);
  const lastsS = draw.between(3, 7) * HOUR;
  const plastics = draw.logBetween(5, 150);
  return {
    lastsS,
    beginsAt: [9, 14],
    act(influence, sinceS) {
      const sun = Math.sin((Math.PI * Math.min(sinceS, lastsS)) / lastsS);
      influence.airK += kelvin * sun;
      // Warm plastics smell.
      influence.roomVocUg += plastics * sun * sun;
    },
  };
};

/** Rain for hours: 1 to 11 mA over damp surfaces, which dry again. */
export const monsoonLeakage: CreateDisturbance = (draw) => {
  const milliamperes = draw.between(1, 11);
  const lastsS = draw.between(3, 12) * HOUR;
  const riseS = draw.between(0.1, 0.45) * lastsS;
  let gusts = 0;
  return {
    lastsS,
    act(influence, sinceS) {
      gusts += -0.01 * gusts + 0.03 * draw.normal();
      const wet = trapezoid(sinceS, lastsS, riseS, 0.4 * lastsS);
      influence.humidity += 25 * wet;
      influence.resistiveMa += milliamperes * wet * Math.max(0.3, 1 + gusts);
    },
  };
};

/** Somebody solders or shrinks tubing at the panel. */
export const heatGun: CreateDisturbance = (draw) => {
  const lastsS = draw.between(3, 40) * MINUTE;
  const kelvin = draw.between(8, 45);
  const vocUg = draw.logBetween(150, 4000);
  return {
    lastsS,
    beginsAt: [9, 17],
    act(influence, sinceS) {
      const share = trapezoid(sinceS, lastsS, 90, 120);
      influence.terminalK += kelvin * share * draw.between(0.8, 1.2);
      influence.airK += 0.3 * kelvin * share;
      influence.roomVocUg += vocUg * share;
      influence.roomCoPpm += 2 * share;
      influence.loadA += 7 * share;
    },
  };
};

/** A market in the evening: load, vapours, CO and damp together. */
export const nightMarket: CreateDisturbance = (draw, profile) => {
  const lastsS = draw.between(3, 6) * HOUR;
  const amperes = profile.mainA * draw.between(0.2, 0.55);
  const [coPpm, vocUg, milliamperes] = [
    draw.between(3, 24),
    draw.logBetween(150, 900),
    draw.between(0.3, 5),
  ];
  return {
    lastsS,
    beginsAt: [16, 19],
    act(influence, sinceS) {
      const share = trapezoid(sinceS, lastsS, 2400, 2400);
      influence.loadA += amperes * share * draw.between(0.9, 1.1);
      influence.roomCoPpm += coPpm * share * draw.between(0.7, 1.2);
      influence.roomVocUg += vocUg * share * draw.between(0.8, 1.2);
      influence.resistiveMa += milliamperes * share;
      influence.humidity += 15 * share;
      influence.arcs += draw.chance(0.01 * share) ? 1 : 0;
    },
  };
};
