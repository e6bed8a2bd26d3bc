/**
 * What all electrical fires have in common: a hot spot that gives off vapours and CO as plastics decompose
 * (Arrhenius), warms what is near, and at last ignites at random (a hazard that grows steeply with temperature).
 * A glowing contact of 35 W is near 400 °C (NBSIR 76-1011), which R = 6 to 14 K/W gives.
 */
import type { Draws } from '../physics/Draws.ts';
import type { Influence } from '../physics/Influence.ts';

const GAS_CONSTANT = 8.314;
/** K at which the gas sources are given: 200 °C. */
const REFERENCE_K = 473;
const VOC_ENERGY = 88_000;
const CO_ENERGY = 122_000;

export class HotSpot {
  /** °C. */
  temperatureC: number;
  /** K/W, as drawn; falls a little with temperature because of radiation. */
  readonly resistance: number;
  readonly ignitionC: number;
  readonly #tauS: number;
  readonly #vocMgPerS: number;
  readonly #coMgPerS: number;
  readonly #coupling: number;
  readonly #inEnclosure: number;
  readonly #theta: number;
  readonly #slope: number;
  readonly #perArc: number;
  readonly #draw: Draws;

  /**
   * @param near 1 inside of the enclosure, 0 at the far end of the circuit in the same room
   * @param lifeS how long the fault takes: a spot much slower than its fault would only come after it
   */
  constructor(draw: Draws, airC: number, near: number, lifeS: number) {
    this.temperatureC = airC;
    this.#draw = draw;
    this.resistance = draw.logBetween(5, 16);
    this.#tauS = Math.min(draw.logBetween(180, 1000), lifeS / 7);
    this.#vocMgPerS = draw.lognormal(4e-5, 1.25);
    this.#coMgPerS = draw.lognormal(1.4e-5, 1.25);
    this.#coupling = near * draw.logBetween(0.008, 0.24);
    this.#inEnclosure = near;
    this.ignitionC = draw.between(335, 385) + 28 * draw.normal();
    this.#theta = draw.between(50, 260);
    this.#slope = draw.between(13, 32);
    this.#perArc = draw.logBetween(0.00008, 0.0025);
  }

  /** W that holds the spot so many K over its surroundings. */
  powerFor(riseK: number): number {
    return (riseK * (1 + riseK / 900)) / this.resistance;
  }

  /** Heats by `powerW` for one step and tells the surroundings. */
  step(powerW: number, airC: number, dtS: number, influence: Influence): void {
    const over = this.temperatureC - airC;
    // Convection and radiation: the hotter, the better it sheds heat, and the faster it follows.
    const sheds = 1 + Math.max(0, over) / 900;
    const target = (powerW * this.resistance) / sheds;
    const next = target + (over - target) * Math.exp((-dtS * sheds) / this.#tauS);
    this.temperatureC = airC + next;
    influence.terminalK += this.#coupling * next;
    influence.enclosureW += this.#inEnclosure * powerW;
    if (this.temperatureC < 60) return;
    const inverse = (1 / (this.temperatureC + 273) - 1 / REFERENCE_K) / GAS_CONSTANT;
    const voc = Math.min(40, this.#vocMgPerS * Math.exp(-VOC_ENERGY * inverse));
    const co = Math.min(20, this.#coMgPerS * Math.exp(-CO_ENERGY * inverse));
    influence.enclosureVocMg += voc * this.#inEnclosure;
    influence.enclosureCoMg += co * this.#inEnclosure;
    influence.roomVocMg += voc * (1 - this.#inEnclosure);
    influence.roomCoMg += co * (1 - this.#inEnclosure);
  }

  /** Whether it ignites in this step. */
  ignites(arcs: number, dtS: number): boolean {
    const { temperatureC } = this;
    const exponent = Math.min(4, (temperatureC - this.ignitionC) / this.#slope);
    let expected = exponent < -12 ? 0 : (dtS / this.#theta) * Math.exp(exponent);
    if (arcs > 0) expected += arcs * this.#perArc * (temperatureC > 200 ? 3 : 1);
    return expected > 0 && this.#draw.next() < 1 - Math.exp(-expected);
  }
}
