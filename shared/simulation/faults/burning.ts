/** What burns without electricity telling of it: smouldering material, the room itself, a battery. */
import type { CreateFault } from './fault.ts';

/** Smouldering: vapours grow with q^1.4, CO with q^2.2. Electrically nothing happens. */
export const smoulder: CreateFault = ({ draw, spot, lifeS, near }) => {
  const vocMg = draw.logBetween(0.0004, 0.05);
  const coMg = draw.logBetween(0.0005, 0.04);
  const endW = spot.powerFor(spot.ignitionC * draw.between(0.92, 1.05));
  return {
    step(sinceS, _body, influence) {
      const q = Math.min(1.2, sinceS / lifeS);
      const [voc, co] = [vocMg * q ** 1.4, coMg * q ** 2.2];
      influence.enclosureVocMg += voc * near;
      influence.enclosureCoMg += co * near;
      influence.roomVocMg += voc * (1 - near) * 4;
      influence.roomCoMg += co * (1 - near) * 4;
      return endW * q;
    },
  };
};

/**
 * The room burns: minutes of glowing somewhere, then αt² (NFPA 72: slow 0.0029, medium 0.0117, fast 0.0469 kW/s²)
 * until the fire reaches the panel. FSRI compartments: ceiling +10 K after 88 s, 60 °C after 125 s.
 */
export const compartmentFire: CreateFault = ({ draw, profile, lifeS }) => {
  const alpha = draw.pick([0.0029, 0.0117, 0.0469]);
  const reachKw = draw.logBetween(15, 60);
  const growthS = Math.min(0.6 * lifeS, Math.sqrt(reachKw / alpha));
  const glowing = draw.logBetween(0.02, 0.4);
  const coMgPerKw = draw.logBetween(0.4, 4);
  const kelvinPerKw = Math.min(4, 60 / profile.gas.roomM3) * draw.between(0.4, 1.4);
  let damage = 0;
  return {
    get damage() {
      return damage;
    },
    step(sinceS, _body, influence) {
      const flamingS = sinceS - (lifeS - growthS);
      const kw = flamingS > 0 ? Math.min(reachKw * 2, alpha * flamingS * flamingS) : 0;
      const smoke = glowing * Math.min(1, sinceS / lifeS) ** 2 + kw * coMgPerKw;
      influence.roomCoMg += smoke;
      influence.roomVocMg += 0.7 * smoke;
      influence.roomK += kelvinPerKw * kw;
      influence.fast = Math.max(influence.fast, 1 + Math.min(3, kw / 20));
      damage = flamingS >= growthS ? 1 : 0;
      return 0;
    },
  };
};

/** A lithium cell near the panel: quiet, then it vents at 80 % of its time (FSRI: 38 s before the flames). */
export const battery: CreateFault = ({ draw, profile, lifeS, near }) => {
  const coPpm = draw.between(85, 300);
  const vocUg = draw.between(5000, 20_000);
  const ventsAt = draw.between(0.75, 0.95);
  const inside = Math.max(near, 0.3);
  const { enclosureM3, enclosureAch } = profile.gas;
  const flow = (enclosureM3 * enclosureAch) / 3600;
  let damage = 0;
  return {
    get damage() {
      return damage;
    },
    step(sinceS, _body, influence) {
      const grown = sinceS / lifeS;
      const venting = grown < ventsAt ? 0 : Math.min(1, (grown - ventsAt) / 0.03);
      influence.enclosureVocMg += ((vocUg * flow) / 1000) * venting * inside;
      influence.enclosureCoMg += coPpm * flow * 1.145 * venting * inside;
      influence.roomVocUg += vocUg * 0.3 * venting;
      influence.roomCoPpm += coPpm * 0.3 * venting;
      influence.airK += 4 * Math.min(1, grown) ** 2 * inside;
      damage = grown >= 1 ? 1 : 0;
      return 4 * Math.min(1, grown);
    },
  };
};
