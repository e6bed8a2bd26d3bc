/** Where current meets resistance: joints, glowing contacts, plugs, cables and neutrals. */
import type { CreateFault } from './fault.ts';

/**
 * A joint's resistance grows with itself, faster when it is hot and loaded: dR/dt = R·g·(0.15 + (T−60)⁺/120)·(0.3 + 3I/Iₙ).
 * Its voltage stays at a few volts, so neither voltage nor current shows it (NBSIR 76-1011).
 */
export const looseJoint: CreateFault = ({ draw, profile, spot, lifeS }) => {
  let ohm = draw.logBetween(0.003, 0.03);
  let usual = 0;
  const share = draw.chance(0.5) ? 1 : draw.between(0.5, 1);
  const growth = (11 * draw.lognormal(1, 0.2)) / lifeS;
  const upstream = draw.chance(0.5) ? 1 : 0;
  const mostW = Math.max(20, spot.powerFor(spot.ignitionC) * draw.between(0.9, 1.15));
  return {
    step(_sinceS, body, influence) {
      const amperes = body.currentA * share;
      const hot = Math.max(0, spot.temperatureC - 60) / 120;
      // So fast that it takes its life at the load this circuit usually carries.
      if (usual === 0) usual = 0.3 + (3 * body.usualA * share) / profile.mainA;
      const pace = ((0.15 + hot) * (0.3 + (3 * amperes) / profile.mainA)) / usual;
      ohm = Math.min(20, ohm * Math.exp(Math.min(0.2, growth * pace * body.dtS)));
      const power = Math.min(amperes * amperes * ohm, mostW, 20 + 2.2 * amperes + 0.4 * mostW);
      influence.volt -= amperes > 0.5 ? upstream * Math.min(6, power / amperes) : 0;
      return power;
    },
  };
};

/** A glowing contact: P = V·I with 1.4 to 8 V, on and off by itself, not below 0.8 A. */
export const glowingContact: CreateFault = ({ draw, spot, lifeS }) => {
  const [firstV, lastV] = [draw.between(0.6, 1.6), draw.between(3, 9)];
  const mostW = spot.powerFor(spot.ignitionC) * draw.between(0.95, 1.3);
  const share = draw.between(0.5, 1);
  let glowing = false;
  let until = 0;
  return {
    step(sinceS, body, influence) {
      const grown = Math.min(1.2, sinceS / lifeS);
      if (sinceS >= until) {
        glowing = !glowing;
        // From some minutes a quarter of an hour to nearly always.
        until =
          sinceS +
          draw.exponential(glowing ? 150 + 2200 * grown : 900 * (1.05 - Math.min(1, grown)));
      }
      const amperes = body.currentA * share;
      if (!glowing || amperes < 0.8) return 0;
      const volts = firstV + (lastV - firstV) * grown;
      influence.dipV += draw.chance(0.05) ? draw.between(0.5, 3) : 0;
      return Math.min(mostW, volts * amperes);
    },
  };
};

/** A car or a heater takes 16 to 32 A for hours through a plug whose contact wears: the twin of ordinary charging. */
export const plugOverheat: CreateFault = ({ draw, profile, spot, lifeS }) => {
  const amperes = Math.min(draw.between(12, 32), 0.7 * profile.mainA);
  let ohm = draw.logBetween(0.006, 0.02);
  const growth = (1.9 * draw.lognormal(1, 0.12)) / lifeS;
  const mostW = spot.powerFor(spot.ignitionC) * draw.between(1, 1.3);
  return {
    step(_sinceS, body, influence) {
      influence.loadA += amperes;
      const hot = Math.max(0, spot.temperatureC - 70) / 90;
      ohm *= Math.exp(Math.min(0.2, growth * (0.4 + hot) * body.dtS));
      return Math.min(amperes * amperes * ohm, mostW);
    },
  };
};

/**
 * A branch carries more than its cable stands, bundled or under insulation; the device's own limit is far above.
 * The cable follows with a time constant of 20 to 60 minutes.
 */
export const overload: CreateFault = ({ draw, profile, spot, lifeS }) => {
  const branchA = Math.min(draw.pick([16, 20, 20, 32]), profile.mainA);
  const amperes = branchA * draw.between(0.9, 1.6);
  const rampS = draw.logBetween(10, 400);
  const reached = draw.between(0.55, 0.8);
  const tauS = (-1.3 * lifeS) / Math.log(1 - reached);
  const endW = spot.powerFor((spot.ignitionC - 25) / reached);
  const wobble = draw.between(0.01, 0.06);
  return {
    step(sinceS, _body, influence) {
      influence.loadA += amperes * Math.min(1, sinceS / rampS) * (1 + wobble * draw.normal());
      return endW * (1 - Math.exp(-sinceS / tauS));
    },
  };
};

/** Rectifiers load the neutral with their third harmonics: the power factor falls, the neutral's joint heats. */
export const harmonic: CreateFault = ({ draw, profile, spot, lifeS }) => {
  const factor = draw.between(0.06, 0.28);
  const amperes = profile.mainA * draw.between(0.05, 0.3);
  const rampS = lifeS * draw.between(0.02, 0.25);
  const endW = spot.powerFor(spot.ignitionC * draw.between(1.05, 1.25));
  return {
    step(sinceS, _body, influence) {
      const grown = Math.min(1, sinceS / rampS);
      influence.powerFactor -= factor * grown;
      influence.loadA += amperes * grown;
      influence.distortionVa += 220 * amperes * 0.5 * grown;
      return endW * (1 - Math.exp((-1.5 * sinceS) / lifeS));
    },
  };
};
