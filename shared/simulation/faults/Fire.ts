import type { Draws } from '../physics/Draws.ts';
import type { Influence } from '../physics/Influence.ts';

/**
 * After ignition (NIST BECCA: nearest thermocouple +10 K after 10 to 90 s, 200 °C after 1 to 14 min): the enclosure
 * heats with the square of time, gases rise steeply, insulation gives way, and the device dies after 3 to 13 minutes.
 */
export class Fire {
  readonly #tenKelvinS: number;
  readonly #hotS: number;
  readonly #deathS: number;
  readonly #coMg: number;
  readonly #vocMg: number;
  readonly #near: number;
  readonly #draw: Draws;
  /** Gas that reaches the room, by gas in the enclosure. */
  readonly #spread: number;

  constructor(draw: Draws, near: number) {
    this.#draw = draw;
    this.#near = Math.max(near, 0.15);
    this.#tenKelvinS = draw.logBetween(10, 90);
    this.#hotS = draw.logBetween(80, 840);
    this.#deathS = draw.quantiles(300, 540, 700);
    this.#coMg = draw.logBetween(0.6, 25);
    this.#vocMg = draw.logBetween(0.5, 30);
    this.#spread = draw.logBetween(0.3, 4);
  }

  /** @param sinceS since ignition */
  step(sinceS: number, influence: Influence): void {
    const near = this.#near;
    const early = 10 * (sinceS / this.#tenKelvinS) ** 1.3;
    const late = 190 * (sinceS / this.#hotS) ** 2;
    const rise = Math.min(600, Math.min(early, 40) + late) * near;
    const grown = Math.min(1, sinceS / 300) ** 1.5;
    influence.airK += 0.6 * rise;
    influence.terminalK += 0.5 * rise;
    influence.boardK += 0.2 * rise;
    influence.fast = Math.max(influence.fast, 1 + 25 * near);
    influence.roomK += 25 * grown * grown;
    influence.enclosureCoMg += this.#coMg * grown * near;
    influence.enclosureVocMg += this.#vocMg * grown * near;
    influence.roomCoMg += this.#coMg * grown * this.#spread;
    influence.roomVocMg += this.#vocMg * grown * this.#spread;
    influence.resistiveMa += 60 * grown * grown;
    if (this.#draw.chance(0.05 + 0.3 * grown)) {
      influence.arcs += this.#draw.poisson(4);
      influence.dipV += this.#draw.between(2, 30);
    }
    influence.dead = sinceS > this.#deathS;
  }
}
