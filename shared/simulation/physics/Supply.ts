import type { DeviceProfile } from './DeviceProfile.ts';
import type { Draws } from './Draws.ts';

/** The feeder before the source impedance: nominal, transformer taps, the evening's drop and flicker. */
export class Supply {
  readonly #profile: DeviceProfile['supply'];
  readonly #draw: Draws;
  #tap = 0;
  #flicker = 0;
  #decay = 0;
  #kick = 0;

  constructor(profile: DeviceProfile['supply'], dtS: number, draw: Draws) {
    this.#profile = profile;
    this.#draw = draw;
    this.#decay = Math.exp(-dtS / profile.flickerS);
    this.#kick = profile.flickerV * Math.sqrt(1 - this.#decay * this.#decay);
  }

  /** @param hour local, 0 to 24; @returns V */
  step(hour: number, dtS: number): number {
    const { nominalV, eveningDropV, tapV, tapsPerHour } = this.#profile;
    const draw = this.#draw;
    this.#flicker = this.#flicker * this.#decay + this.#kick * draw.normal();
    if (draw.next() < (tapsPerHour * dtS) / 3600) {
      const up = this.#tap <= -1 || (this.#tap < 1 && draw.chance(0.5));
      this.#tap += up ? 1 : -1;
    }
    const evening = Math.max(0, 1 - Math.abs(hour - 19.5) / 4);
    return nominalV + this.#tap * tapV - eveningDropV * evening + this.#flicker;
  }
}
