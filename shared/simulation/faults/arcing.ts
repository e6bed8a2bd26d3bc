/** Arcs along a conductor (in series with the load) and between conductors. */
import type { CreateFault } from './fault.ts';

/** Bursts from 0.2 to 1.6 in ten seconds, each of some half cycles; the load current falls by 2 to 8 %. */
export const seriesArc: CreateFault = ({ draw, spot, lifeS }) => {
  const [first, last] = [draw.logBetween(0.05, 0.4), draw.logBetween(0.6, 2.5)];
  const arcsPerBurst = draw.logBetween(1, 6);
  const lost = draw.between(0.01, 0.08);
  const dipV = draw.logBetween(0.5, 9);
  const endW = spot.powerFor(spot.ignitionC * draw.between(0.85, 1.05));
  return {
    step(sinceS, body, influence) {
      const grown = Math.min(1.2, sinceS / lifeS);
      // Without load there is nothing to break.
      const loaded = Math.min(1, body.currentA / 1.5);
      const bursts = draw.poisson(loaded * (first + (last - first) * grown) * (body.dtS / 10));
      if (bursts > 0) {
        influence.arcs += bursts * Math.max(1, draw.poisson(arcsPerBurst));
        influence.loadShare *= 1 - lost;
        influence.dipV += dipV * draw.between(0.4, 1.6);
      }
      return loaded * endW * (0.1 + 0.9 * Math.min(1.3, grown)) ** 2.6;
    },
  };
};

/** Flashes of 60 to 160 A between conductors, more and more often: each takes up to 9 % of the cable's life. */
export const parallelArc: CreateFault = ({ draw, spot, lifeS }) => {
  const stretch = 0.45 * draw.between(1.25, 1.8);
  const warmW = spot.powerFor(draw.between(60, 220));
  let damage = 0;
  return {
    get damage() {
      return damage;
    },
    step(sinceS, body, influence) {
      const grown = sinceS / lifeS;
      const chance = Math.min(0.9, 0.004 * Math.exp((3 * grown) / stretch)) * (body.dtS / 10);
      if (draw.chance(chance)) {
        damage += draw.between(0, 0.09);
        influence.arcs += 1 + draw.poisson(3);
        influence.inrushA += draw.between(60, 160);
        influence.dipV += draw.between(0, 4);
      }
      return warmW * Math.min(1, grown + damage) ** 1.5;
    },
  };
};
