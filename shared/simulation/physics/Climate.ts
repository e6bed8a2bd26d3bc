import type { DeviceProfile } from './DeviceProfile.ts';
import type { Draws } from './Draws.ts';

/** Seoul's monthly means, January first: °C and % RH. */
const MONTH_C = [-2, 0.6, 6, 12.5, 18, 22.6, 25.5, 26, 21.4, 15, 7.4, 0.6] as const;
const MONTH_RH = [57, 56, 57, 57, 63, 69, 79, 76, 69, 63, 61, 58] as const;
/** Korea has no daylight saving time. */
export const SITE_OFFSET_MS = 9 * 3_600_000;

/** Outdoor weather and the room's air. Changes slowly, so a step a minute is enough. */
export class Climate {
  outdoorC = 0;
  roomC = 0;
  humidity = 0;
  readonly #profile: DeviceProfile['climate'];
  readonly #draw: Draws;
  readonly #meanC: number;
  readonly #meanRh: number;
  readonly #coldestHour: number;
  #weatherK = 0;
  #front = 0;

  constructor(profile: DeviceProfile['climate'], month: number, draw: Draws) {
    this.#profile = profile;
    this.#draw = draw;
    this.#meanC = (MONTH_C[month] ?? 12) + 2.5 * draw.normal();
    this.#meanRh = (MONTH_RH[month] ?? 63) + 8 * draw.normal() + profile.humidityOffset;
    this.#coldestHour = draw.between(4, 6.5);
    this.#front = draw.normal();
  }

  /** @param hour local, 0 to 24 */
  step(hour: number, dtS: number): void {
    const { dailySwingK, weatherK, outdoorShare, setpointC, conditioned } = this.#profile;
    const draw = this.#draw;
    const lag = dtS / 20_000;
    this.#front += -this.#front * lag + Math.sqrt(2 * lag) * draw.normal();
    this.#weatherK = weatherK * this.#front;
    const day = -Math.cos((2 * Math.PI * (hour - this.#coldestHour)) / 24);
    this.outdoorC = this.#meanC + dailySwingK * day + this.#weatherK;
    const inside = setpointC + (this.outdoorC - setpointC) * (1 - conditioned) * 0.25;
    this.roomC = inside + (this.outdoorC - inside) * outdoorShare;
    // Cold air that is heated indoors is dry.
    const heated = Math.max(0, this.roomC - this.outdoorC);
    const humid = this.#meanRh - 10 * day - 3 * this.#front - 0.9 * heated;
    this.humidity = Math.max(12, Math.min(98, humid));
  }
}
