/** Insulation that carbonises, gets wet or ages, and the over-voltage that ages it in minutes. */
import type { CreateFault } from './fault.ts';

/**
 * A carbonised path carries more the more it carries, faster in damp air; dry bands interrupt it. 300 mA are what
 * IEC 60364-4-42 takes for able to ignite; where the path is narrow, much less is enough.
 */
function tracks(firstMa: number, dampness: number): CreateFault {
  return ({ draw, spot, lifeS }) => {
    const begun = firstMa * draw.lognormal(1, 0.4);
    const burningMa = draw.logBetween(50, 520);
    let milliamperes = begun;
    const growth = (Math.log(burningMa / begun) * draw.lognormal(1, 0.12)) / lifeS;
    const arcing = draw.logBetween(0.01, 0.25);
    const mostW = spot.powerFor(spot.ignitionC * draw.between(1, 1.25));
    let band = 1;
    return {
      step(_sinceS, body, influence) {
        influence.humidity += dampness;
        const damp = Math.exp(Math.max(-0.5, Math.min(0.9, (body.humidity - 60) / 40)));
        milliamperes = Math.min(
          1.5 * burningMa,
          milliamperes * Math.exp((growth * damp * body.dtS) / 1.1),
        );
        if (draw.chance(0.12)) band = draw.between(0.35, 1.25);
        const flowing = milliamperes * band;
        influence.resistiveMa += flowing;
        if (flowing > 4 && draw.chance(arcing)) influence.arcs += 1 + draw.poisson(0.7);
        return Math.min(mostW, (mostW * flowing * (body.voltage / 220)) / burningMa);
      },
    };
  };
}

export const tracking: CreateFault = (start) => tracks(start.draw.logBetween(0.15, 1.2), 0)(start);

/** Water gets in: at once some mA, damp air, then a track that grows fast. */
export const waterIngress: CreateFault = (start) =>
  tracks(start.draw.between(1, 6), start.draw.between(8, 40))(start);

/** The neutral breaks: the voltage swings with the other phases' loads, and protection and supplies overheat. */
export const neutralLoss: CreateFault = ({ draw, spot, lifeS }) => {
  const sign = draw.chance(0.8) ? 1 : -1;
  const volts = sign * draw.between(16, 70);
  const rampS = lifeS * draw.between(0.005, 0.1);
  const swing = draw.between(0.1, 0.45);
  const boardK = draw.between(6, 33);
  const movMa = draw.logBetween(0.5, 30);
  const endW = spot.powerFor(spot.ignitionC * draw.between(0.98, 1.15));
  let wander = 0;
  return {
    step(sinceS, body, influence) {
      const grown = Math.min(1.1, sinceS / lifeS);
      wander += -wander * 0.06 + 0.35 * draw.normal();
      const share = Math.min(1, sinceS / rampS) * (1 + swing * Math.max(-2, Math.min(1.5, wander)));
      influence.volt += volts * share;
      influence.boardK += boardK * grown;
      const over = Math.max(0, (body.voltage - 240) / 40);
      influence.resistiveMa += Math.min(40, movMa * over * over);
      influence.capacitiveMa += 0.3 * over;
      return endW * grown ** 1.6;
    },
  };
};

/** A capacitor or varistor of the device's own supply ages: its board warms, leakage spikes, the power factor drifts. */
export const ageing: CreateFault = ({ draw, spot, lifeS }) => {
  const boardK = draw.between(6, 34);
  const factor = draw.between(0.005, 0.12);
  const spikeMa = draw.logBetween(0.6, 14);
  const spikes = draw.logBetween(0.01, 0.12);
  const endW = spot.powerFor(spot.ignitionC * draw.between(0.97, 1.15));
  return {
    step(sinceS, _body, influence) {
      const grown = Math.min(1.1, sinceS / lifeS);
      influence.boardK += boardK * grown;
      influence.powerFactor -= factor * grown;
      influence.resistiveMa += 0.25 * spikeMa * grown * grown;
      if (draw.chance(spikes * grown)) influence.resistiveMa += spikeMa * draw.between(0.3, 1.5);
      return endW * grown ** 1.5;
    },
  };
};
