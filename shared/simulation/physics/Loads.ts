import { type Appliance, drawAppliances } from './appliances.ts';
import type { DeviceProfile } from './DeviceProfile.ts';
import type { Draws } from './Draws.ts';

const NOMINAL_V = 220;
const BREAKERS_A = [16, 20, 20, 32] as const;
/** Appliances ask no more often than this, because the hour changes how long they will wait. */
const LONGEST_WAIT_S = 1800;

/** Branches of appliances that switch by themselves (a semi-Markov process), lighting, and a compressor for the air. */
export class Loads {
  /** W, var and VA of distortion. */
  activeW = 0;
  reactiveVar = 0;
  distortionVa = 0;
  /** A of the highest inrush in this step, and how many switched. */
  inrushA = 0;
  switched = 0;
  /** Share of the running power that is electronic, 0 to 1. */
  electronics = 0;
  /** W by branch, and the branches' breakers in A. */
  readonly branchW: Float64Array;
  readonly branchA: readonly number[];

  readonly #appliances: readonly Appliance[];
  readonly #branchOf: Uint8Array;
  readonly #on: Uint8Array;
  readonly #until: Float64Array;
  /** 1 where the wait was longer than is waited at once. */
  readonly #cutShort: Uint8Array;
  readonly #watts: Float64Array;
  readonly #draw: Draws;
  readonly #limitW: number;
  readonly #standbyW: number;
  readonly #lightingW: number;
  readonly #wander: number;
  /** Share of the reactive and distortion power that is left after compensation. */
  readonly #uncompensated: number;
  readonly #hvac: Compressor;
  #switchedW = 0;
  #switchedVar = 0;
  #switchedVa = 0;
  #switchedElectronicsW = 0;
  #noise = 0;

  constructor(profile: DeviceProfile, dtS: number, draw: Draws) {
    this.#draw = draw;
    const ratedW = profile.mainA * NOMINAL_V;
    const { circuit } = profile;
    const appliances = drawAppliances(circuit?.appliances ?? profile.site, draw);
    const busyW = appliances.reduce(
      (sum, { watts, onS, offS }) => sum + (watts * onS) / (onS + offS),
      0,
    );
    const scale = Math.max(
      0.25,
      Math.min(4, (ratedW * (circuit?.applianceShare ?? draw.logBetween(0.05, 0.38))) / busyW),
    );
    const largest = ratedW * draw.between(0.15, 0.4);
    this.#appliances = appliances.map((one) => ({
      ...one,
      watts: Math.min(largest, one.watts * scale),
    }));
    const branches = 3 + Math.floor(draw.next() * 4);
    this.branchW = new Float64Array(branches);
    this.branchA = Array.from({ length: branches }, () =>
      Math.min(profile.mainA, draw.pick(BREAKERS_A)),
    );
    this.#branchOf = Uint8Array.from(appliances, (_, i) => i % branches);
    this.#on = new Uint8Array(appliances.length);
    this.#cutShort = new Uint8Array(appliances.length).fill(1);
    this.#until = Float64Array.from(appliances, () => draw.next() * LONGEST_WAIT_S);
    this.#watts = new Float64Array(appliances.length);
    this.#limitW = 0.88 * ratedW;
    this.#standbyW = ratedW * (circuit?.standbyShare ?? draw.logBetween(0.004, 0.04));
    this.#lightingW = ratedW * (circuit?.lightingShare ?? draw.between(0.01, 0.12));
    this.#uncompensated = circuit?.uncompensated ?? draw.between(0.1, 0.9);
    this.#wander = draw.between(0.003, 0.03);
    this.#hvac = new Compressor(
      ratedW * (circuit?.airShare ?? draw.logBetween(0.04, 0.32)),
      dtS,
      draw,
    );
    for (const [i, { onS, offS }] of this.#appliances.entries()) {
      if (draw.next() < (onS / (onS + offS)) * 0.7) this.#switch(i, 0, 0.5);
    }
  }

  /**
   * @param timeS since the device began
   * @param activity 0 to about 1.3
   */
  step(timeS: number, activity: number, outdoorC: number): void {
    this.inrushA = 0;
    this.switched = 0;
    const until = this.#until;
    for (let i = 0; i < until.length; i += 1) {
      if (timeS >= until[i]!) this.#due(i, timeS, activity);
    }
    const hvac = this.#hvac;
    hvac.step(timeS, activity, outdoorC);
    if (hvac.started) {
      this.switched += 1;
      this.inrushA = Math.max(this.inrushA, (hvac.watts / NOMINAL_V) * hvac.inrush);
    }
    this.#noise += -0.05 * this.#noise + 0.3 * this.#wander * this.#draw.normal();
    const share = 1 + this.#noise;
    const lighting = this.#lightingW * Math.min(1, activity);
    const active = (this.#switchedW + this.#standbyW + lighting + hvac.watts) * share;
    // No breaker stands more for long; people switch something off before.
    const kept = active > this.#limitW ? this.#limitW / active : 1;
    this.activeW = active * kept;
    const idle = kept * share * this.#uncompensated;
    this.reactiveVar = (this.#switchedVar + 0.25 * lighting + hvac.watts * hvac.reactive) * idle;
    this.distortionVa = (this.#switchedVa + 0.5 * this.#standbyW + 0.15 * lighting) * idle;
    this.electronics = (this.#switchedElectronicsW + this.#standbyW + lighting) / (active + 1);
  }

  #due(i: number, timeS: number, activity: number): void {
    const { onS, offS, always } = this.#appliances[i]!;
    if (this.#on[i] === 1) this.#off(i);
    else if (this.#cutShort[i] === 0) {
      this.#switch(i, timeS, onS);
      return;
    }
    // An exponential wait has no memory: one that was cut short goes on as a new one, at the new hour's pace.
    const wait = this.#draw.exponential(offS / (0.04 + (always ? 1 : activity)));
    this.#cutShort[i] = wait > LONGEST_WAIT_S ? 1 : 0;
    this.#until[i] = timeS + Math.min(wait, LONGEST_WAIT_S);
  }

  #switch(i: number, timeS: number, onS: number): void {
    const one = this.#appliances[i]!;
    const watts = one.watts * (0.85 + 0.3 * this.#draw.next());
    this.#on[i] = 1;
    this.#watts[i] = watts;
    this.#until[i] = timeS + 10 + this.#draw.exponential(onS);
    this.switched += 1;
    this.inrushA = Math.max(this.inrushA, (watts / NOMINAL_V) * one.inrush);
    this.#add(i, watts);
  }

  #off(i: number): void {
    this.#on[i] = 0;
    this.switched += 1;
    this.#add(i, -this.#watts[i]!);
  }

  #add(i: number, watts: number): void {
    const { powerFactor, distortion } = this.#appliances[i]!;
    const branch = this.#branchOf[i]!;
    this.branchW[branch] = Math.max(0, this.branchW[branch]! + watts);
    this.#switchedW = Math.max(0, this.#switchedW + watts);
    this.#switchedVar = Math.max(
      0,
      this.#switchedVar + watts * Math.sqrt(1 / powerFactor ** 2 - 1),
    );
    this.#switchedVa = Math.max(0, this.#switchedVa + watts * distortion);
    if (distortion > 0.1) {
      this.#switchedElectronicsW = Math.max(0, this.#switchedElectronicsW + watts);
    }
  }
}

/** Heating or cooling that cycles with the distance of the weather from 20 °C, fixed speed or by inverter. */
class Compressor {
  watts = 0;
  started = false;
  readonly reactive: number;
  readonly inrush: number;
  readonly #fullW: number;
  readonly #inverter: boolean;
  readonly #periodS: number;
  readonly #draw: Draws;
  readonly #decay: number;
  readonly #used: number;
  #running = false;
  #until: number;
  #level = 0;

  constructor(fullW: number, dtS: number, draw: Draws) {
    this.#fullW = fullW;
    this.#draw = draw;
    this.#inverter = draw.chance(0.5);
    this.inrush = this.#inverter ? draw.between(1, 1.5) : draw.between(2.5, 6.5);
    this.reactive = this.#inverter ? draw.between(0.05, 0.25) : draw.between(0.3, 0.75);
    this.#periodS = draw.between(500, 2000);
    this.#decay = Math.exp(-dtS / draw.between(300, 1200));
    this.#until = draw.next() * this.#periodS;
    // Some circuits have none.
    this.#used = draw.chance(0.2) ? 0 : 1;
  }

  step(timeS: number, activity: number, outdoorC: number): void {
    this.started = false;
    if (timeS >= this.#until) {
      const wanted =
        (Math.abs(outdoorC - 20) / 22 + 0.1) * Math.min(1, 0.35 + activity) * this.#used;
      const duty = Math.max(0.05, Math.min(0.88, wanted));
      const was = this.#running;
      this.#running = this.#used > 0 && (!was || duty > 0.85);
      this.started = this.#running && !was;
      if (this.started) this.#level = 1;
      const share = this.#running ? duty : 1 - duty;
      this.#until = timeS + this.#periodS * share * (0.7 + 0.6 * this.#draw.next());
    }
    if (!this.#running) this.watts = 0;
    else if (this.#inverter) {
      this.#level = 0.3 + (this.#level - 0.3) * this.#decay;
      this.watts = this.#fullW * this.#level;
    } else this.watts = this.#fullW;
  }
}
