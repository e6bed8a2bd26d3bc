import type { Acting, DeviceBody } from '../physics/DeviceBody.ts';
import { Draws } from '../physics/Draws.ts';
import type { Influence } from '../physics/Influence.ts';
import { FAULTS, type FaultKind, type FaultType } from './catalogue.ts';
import { Fire } from './Fire.ts';
import type { Fault } from './fault.ts';
import { HotSpot } from './kernel.ts';

export interface IncidentOptions {
  readonly type: FaultType;
  /** Whether it is stopped in time (a near miss), by itself or only by `stop`, or let burn. */
  readonly stopped: boolean | 'whenTold';
  /** s since the device began. */
  readonly onsetS: number;
  readonly seed: number;
  readonly label: string;
  /** Adds a load from the onset on, where the circuit alone carries too little for the fault to grow. */
  readonly helped: boolean;
}

/** One fault of a device from onset through growth to ignition and the device's death, or to the moment it is stopped. */
export class Incident implements Acting {
  ignitionS: number | null = null;
  arrestedS: number | null = null;
  readonly onsetS: number;
  readonly #options: IncidentOptions;
  readonly #draw: Draws;
  readonly #near: number;
  readonly #lifeS: number;
  readonly #helpA: number;
  readonly #stop: Stop | null;
  #told = false;
  #spot: HotSpot | undefined;
  #fault: Fault | undefined;
  #fire: Fire | undefined;

  constructor(options: IncidentOptions) {
    this.#options = options;
    this.onsetS = options.onsetS;
    const { minutes, inside, stoppedBy }: FaultKind = FAULTS[options.type];
    const draw = new Draws(options.seed, options.label, 'fault');
    this.#draw = draw;
    this.#near = draw.chance(inside) ? draw.between(0.6, 1) : draw.between(0, 0.25);
    this.#lifeS = 60 * draw.quantiles(...minutes) * draw.lognormal(1, 0.12);
    this.#helpA = draw.between(6, 15);
    this.#stop = options.stopped !== false ? drawStop(draw, stoppedBy) : null;
  }

  /** Somebody switches the circuit off; for those that are stopped when told. */
  stop(): void {
    this.#told = true;
  }

  act(body: DeviceBody, influence: Influence, timeS: number): void {
    const sinceS = timeS - this.onsetS;
    if (this.#options.helped && sinceS > -1800 && this.arrestedS === null) {
      influence.loadA += Math.min(this.#helpA, 0.5 * body.profile.mainA);
    }
    if (sinceS < 0) return;
    const spot = this.#begin(body);
    if (this.ignitionS !== null) this.#fire?.step(timeS - this.ignitionS, influence);
    if (this.arrestedS !== null) {
      this.#aftermath(timeS - this.arrestedS, influence);
      spot.step(0, body.thermal.airC, body.dtS, influence);
      return;
    }
    const fault = this.#fault!;
    const powerW = fault.step(sinceS, body, influence);
    spot.step(powerW, body.thermal.airC, body.dtS, influence);
    if (this.ignitionS !== null) return;
    if (this.#stop !== null) {
      if (this.#stops(sinceS, spot, body)) this.arrestedS = timeS;
    } else if ((fault.damage ?? 0) >= 1 || spot.ignites(influence.arcs, body.dtS)) {
      this.ignitionS = timeS;
      this.#fire = new Fire(this.#draw, this.#near);
    }
  }

  #begin(body: DeviceBody): HotSpot {
    if (this.#spot !== undefined) return this.#spot;
    const spot = new HotSpot(this.#draw, body.thermal.airC, this.#near, this.#lifeS);
    this.#spot = spot;
    this.#fault = FAULTS[this.#options.type].create({
      draw: this.#draw,
      profile: body.profile,
      spot,
      lifeS: this.#lifeS,
      near: this.#near,
    });
    return spot;
  }

  #stops(sinceS: number, spot: HotSpot, body: DeviceBody): boolean {
    const stop = this.#stop!;
    if (this.#options.stopped === 'whenTold') return this.#told;
    if (spot.temperatureC > stop.hotC || (this.#fault?.damage ?? 0) > 0.8) return true;
    if (stop.by === 'earthLeakage' && body.resistiveMa > stop.leakageMa) return true;
    return sinceS > stop.life * this.#lifeS;
  }

  /** The circuit is off for a while, or for good where somebody saw why. */
  #aftermath(sinceS: number, influence: Influence): void {
    const stop = this.#stop!;
    if (stop.by !== 'itself' && sinceS < stop.offS) influence.loadShare *= stop.left;
  }
}

interface Stop {
  readonly by: 'earthLeakage' | 'breaker' | 'person' | 'itself';
  readonly hotC: number;
  readonly leakageMa: number;
  /** Share of its life at which it ends at the latest. */
  readonly life: number;
  readonly offS: number;
  /** Share of the ordinary load that goes on. */
  readonly left: number;
}

function drawStop(draw: Draws, usual: Stop['by']): Stop {
  return {
    by: draw.chance(0.6) ? usual : draw.pick(['breaker', 'person', 'itself']),
    hotC: draw.between(110, 270),
    leakageMa: draw.between(18, 30),
    life: draw.between(0.35, 0.95),
    offS: draw.logBetween(600, 30_000),
    left: draw.between(0, 0.7),
  };
}
