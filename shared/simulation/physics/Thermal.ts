import type { DeviceProfile } from './DeviceProfile.ts';
import type { Influence } from './Influence.ts';

/** Enclosure air, the device's board and the probed terminal: three first-order lags in a row. °C. */
export class Thermal {
  airC: number;
  boardC: number;
  terminalC: number;
  readonly #profile: DeviceProfile['thermal'];
  readonly #ratedA: number;
  readonly #dtS: number;
  readonly #decay: readonly [air: number, board: number, terminal: number];
  #terminalOverK = 0;
  #boardOverK: number;

  constructor(profile: DeviceProfile['thermal'], ratedA: number, roomC: number, dtS: number) {
    this.#profile = profile;
    this.#ratedA = ratedA;
    this.#dtS = dtS;
    this.#decay = [
      Math.exp(-dtS / profile.airS),
      Math.exp(-dtS / profile.boardS),
      Math.exp(-dtS / profile.terminalS),
    ];
    this.airC = roomC + profile.selfRiseK;
    this.#boardOverK = profile.boardRiseK;
    this.boardC = this.airC + profile.boardRiseK;
    this.terminalC = this.airC;
  }

  step(roomC: number, currentA: number, influence: Influence): void {
    const profile = this.#profile;
    const share = currentA / this.#ratedA;
    let [air, board, terminal] = this.#decay;
    if (influence.fast > 1) {
      // In a fire each lag is as short as the flames are near.
      air **= influence.fast;
      board **= influence.fast;
      terminal **= influence.fast;
    }
    const heat = share * share;
    const airTarget =
      roomC +
      profile.selfRiseK +
      profile.loadRiseK * heat +
      profile.airKPerW * influence.enclosureW +
      influence.airK;
    this.airC = airTarget + (this.airC - airTarget) * air;
    const boardTarget = profile.boardRiseK * (0.8 + 0.4 * heat) + influence.boardK;
    this.#boardOverK = boardTarget + (this.#boardOverK - boardTarget) * board;
    this.boardC = this.airC + this.#boardOverK;
    const rise = share > 0 ? profile.terminalRiseK * share ** profile.terminalExponent : 0;
    const terminalTarget = rise + influence.terminalK;
    this.#terminalOverK = terminalTarget + (this.#terminalOverK - terminalTarget) * terminal;
    this.terminalC = this.airC + this.#terminalOverK;
  }

  /** Lets the lags come to rest at once: a device that has hung there for years. */
  settle(roomC: number, currentA: number, influence: Influence): void {
    for (let s = 0; s < 6 * this.#profile.airS; s += 20 * this.#dtS) {
      influence.fast = 20;
      this.step(roomC, currentA, influence);
    }
    influence.fast = 1;
  }
}
