import type { DeviceProfile } from './DeviceProfile.ts';
import type { Draws } from './Draws.ts';
import type { Influence } from './Influence.ts';

/** mg/m³ in 1 ppm of CO at 25 °C. */
const CO_MG_PER_PPM = 1.145;

/**
 * Vapours (µg/m³) and CO (ppm) in the enclosure and in the room. What a fault sets free is kept apart from the room's
 * ordinary air: the first is diluted by the enclosure's air changes, the second reaches the enclosure with their lag.
 */
export class Gas {
  vocEnclosure: number;
  vocRoom: number;
  coEnclosure: number;
  coRoom: number;
  /** µg/m³ of an ordinary hour in this room. */
  readonly vocRoomMean: number;
  readonly #profile: DeviceProfile['gas'];
  readonly #draw: Draws;
  readonly #dtS: number;
  readonly #enclosureDecay: number;
  readonly #roomDecay: number;
  readonly #plumeDecay: number;
  #vocPlume = 0;
  #coPlume = 0;
  #vocPlumeLeft = 0;
  #vocPlumeRate = 0;
  #coPlumeLeft = 0;
  #coPlumeRate = 0;
  #vocFault = 0;
  #coFault = 0;
  #vocWander = 0;

  constructor(profile: DeviceProfile['gas'], dtS: number, draw: Draws) {
    this.#profile = profile;
    this.#draw = draw;
    this.#dtS = dtS;
    this.#enclosureDecay = Math.exp((-dtS * profile.enclosureAch) / 3600);
    this.#roomDecay = Math.exp((-dtS * profile.roomAch) / 3600);
    this.#plumeDecay = Math.exp(-dtS / profile.plumeDecayS);
    this.vocRoomMean = profile.vocUg;
    this.vocRoom = profile.vocUg;
    this.vocEnclosure = profile.vocUg;
    this.coRoom = profile.coPpm;
    this.coEnclosure = profile.coPpm;
  }

  step(activity: number, influence: Influence): void {
    const { roomM3, roomAch, vocUg, coPpm } = this.#profile;
    this.#plumes(activity);
    this.#vocWander += -0.001 * this.#vocWander + 0.006 * this.#draw.normal();
    const roomFlow = (roomM3 * roomAch) / 3600;
    const leak = 1 - this.#enclosureDecay;
    const { enclosureM3, enclosureAch } = this.#profile;
    const flow = (enclosureM3 * enclosureAch) / 3600;
    // What the enclosure loses, the room receives.
    const lostVoc = Math.max(0, this.vocEnclosure - this.vocRoom) * flow;
    const lostCo = Math.max(0, this.coEnclosure - this.coRoom) * flow * CO_MG_PER_PPM;
    const vocSource = (influence.roomVocMg * 1000 + lostVoc) / roomFlow;
    const coSource = (influence.roomCoMg + lostCo) / CO_MG_PER_PPM / roomFlow;
    this.#vocFault = vocSource + (this.#vocFault - vocSource) * this.#roomDecay;
    this.#coFault = coSource + (this.#coFault - coSource) * this.#roomDecay;
    this.vocRoom =
      vocUg * Math.exp(this.#vocWander) + this.#vocPlume + this.#vocFault + influence.roomVocUg;
    this.coRoom =
      coPpm * (1 + 0.3 * this.#vocWander) + this.#coPlume + this.#coFault + influence.roomCoPpm;
    const vocInside = this.vocRoom + (influence.enclosureVocMg * 1000) / flow;
    const coInside = this.coRoom + influence.enclosureCoMg / CO_MG_PER_PPM / flow;
    this.vocEnclosure += (vocInside - this.vocEnclosure) * leak;
    this.coEnclosure += (coInside - this.coEnclosure) * leak;
  }

  /** Cooking, cleaning and cars, where there are people: a source for some minutes, then decay. */
  #plumes(activity: number): void {
    const draw = this.#draw;
    const dtS = this.#dtS;
    const profile = this.#profile;
    const busy = (Math.min(1.2, activity) * 1.6 * dtS) / 86_400;
    if (draw.next() < profile.vocPlumesPerDay * busy) {
      this.#vocPlumeLeft = draw.logBetween(30, 1500);
      this.#vocPlumeRate =
        Math.min(330, draw.lognormal(profile.vocPlumeUg, 0.5)) / this.#vocPlumeLeft;
    }
    if (draw.next() < profile.coPlumesPerDay * busy) {
      this.#coPlumeLeft = draw.logBetween(60, 1800);
      this.#coPlumeRate = Math.min(9, draw.lognormal(profile.coPlumePpm, 0.5)) / this.#coPlumeLeft;
    }
    this.#vocPlume *= this.#plumeDecay;
    this.#coPlume *= this.#plumeDecay;
    if (this.#vocPlumeLeft > 0) {
      this.#vocPlumeLeft -= dtS;
      this.#vocPlume = Math.min(380, this.#vocPlume + this.#vocPlumeRate * dtS);
    }
    if (this.#coPlumeLeft > 0) {
      this.#coPlumeLeft -= dtS;
      this.#coPlume = Math.min(11, this.#coPlume + this.#coPlumeRate * dtS);
    }
  }
}
