import { zero } from '../disturbances/sensors.ts';
import type { DeviceProfile } from '../physics/DeviceProfile.ts';
import type { Draws } from '../physics/Draws.ts';
import type { Meter } from '../physics/Meter.ts';
import type { FrameTable } from './FrameTable.ts';

/** From a device's sensors to the frames that it sends: its numbering, drop-outs, clock jitter and restarts. */
export class Link {
  readonly #profile: DeviceProfile['link'];
  readonly #draw: Draws;
  readonly #dtS: number;
  #idx: number;
  #silentUntilS = 0;
  #zeros = 0;
  #lastMs = 0;

  constructor(profile: DeviceProfile['link'], dtS: number, draw: Draws) {
    this.#profile = profile;
    this.#draw = draw;
    this.#dtS = dtS;
    this.#idx = Math.floor(draw.next() * 50_000);
  }

  /** @param atMs UTC ms of the step */
  send(meter: Meter, atMs: number, timeS: number, frames: FrameTable): void {
    const { dropoutsPerDay, dropoutS, rebootsPerDay, jitterS } = this.#profile;
    const draw = this.#draw;
    const chance = draw.next() * 86_400;
    if (chance < dropoutsPerDay * this.#dtS) {
      this.#silentUntilS = timeS + draw.exponential(dropoutS);
    } else if (chance < (dropoutsPerDay + rebootsPerDay) * this.#dtS) {
      this.#silentUntilS = timeS + draw.between(10, 60);
      this.#zeros = 1 + Math.floor(3 * draw.next());
      this.#idx = 0;
    }
    // Numbered as it is measured, so that what is lost leaves a gap.
    this.#idx += 1;
    if (timeS < this.#silentUntilS) return;
    let status = meter.status;
    if (this.#zeros > 0) {
      this.#zeros -= 1;
      zero(meter.measured);
      status = 0;
    }
    const jittered = Math.round(atMs + 1000 * jitterS * draw.normal());
    this.#lastMs = Math.max(this.#lastMs + 1, jittered);
    frames.add(this.#lastMs, this.#idx, status, meter.measured);
  }
}
