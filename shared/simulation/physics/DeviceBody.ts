import { Climate, SITE_OFFSET_MS } from './Climate.ts';
import type { DeviceProfile } from './DeviceProfile.ts';
import { Draws } from './Draws.ts';
import { Gas } from './Gas.ts';
import { Influence } from './Influence.ts';
import { Loads } from './Loads.ts';
import { activity } from './occupancy.ts';
import { Supply } from './Supply.ts';
import { Thermal } from './Thermal.ts';

const DAY_MS = 86_400_000;
/** Weather and people change slowly. */
const SLOW_STEPS = 6;

/** What acts on a device from outside of its ordinary day: a fault or a disturbance. */
export interface Acting {
  /** Adds its influence for one step; the body still shows the step before. */
  act(body: DeviceBody, influence: Influence, timeS: number): void;
}

/** The true state of one device, its circuits and its surroundings, before any sensor looks at it. */
export class DeviceBody {
  readonly profile: DeviceProfile;
  readonly dtS: number;
  readonly loads: Loads;
  readonly climate: Climate;
  readonly thermal: Thermal;
  readonly gas: Gas;
  readonly influence = new Influence();
  /** V, and its lowest moment in the step; A; 0 to 1. */
  voltage: number;
  lowestVoltage = 0;
  currentA = 0;
  /** A, as usual in the last hours. */
  usualA: number;
  powerFactor = 1;
  /** mA. */
  capacitiveMa = 0;
  resistiveMa = 0;
  /** Counted in this step by this device's detector. */
  arcs = 0;
  activity = 0;
  humidity = 50;
  hour = 0;
  weekend = false;

  readonly #supply: Supply;
  readonly #draw: Draws;
  readonly #startAt: number;
  readonly #shift: number;
  readonly #holiday: boolean;
  #steps = 0;
  #dampness: number;
  #resistiveGrowth = 1;

  /** @param startAt UTC ms: weather and hours begin there; a step is `dtS` seconds */
  constructor(profile: DeviceProfile, startAt: number, dtS: number, seed: number, label: string) {
    const draw = new Draws(seed, label, 'body');
    this.profile = profile;
    this.dtS = dtS;
    this.#draw = draw;
    this.#startAt = startAt;
    this.#shift = 0.7 * draw.normal();
    this.#holiday = draw.chance(0.05);
    this.climate = new Climate(
      profile.climate,
      new Date(startAt + SITE_OFFSET_MS).getUTCMonth(),
      draw,
    );
    this.#supply = new Supply(profile.supply, dtS, draw);
    this.loads = new Loads(profile, dtS, new Draws(seed, label, 'loads'));
    this.#slow(startAt);
    this.#dampness = this.climate.humidity;
    this.thermal = new Thermal(profile.thermal, profile.mainA, this.climate.roomC, dtS);
    this.gas = new Gas(profile.gas, dtS, new Draws(seed, label, 'gas'));
    this.voltage = profile.supply.nominalV;
    this.currentA = 0.12 * profile.mainA;
    this.usualA = this.currentA;
    this.thermal.settle(this.climate.roomC, this.currentA, this.influence);
  }

  /** s since it began, by its own steps. */
  get timeS(): number {
    return this.#steps * this.dtS;
  }

  /** @param atMs UTC ms by the calendar; runs with the steps unless a time-lapse says otherwise */
  step(acting: Acting | null, atMs = this.#startAt + this.timeS * 1000): void {
    const timeS = this.timeS;
    if (this.#steps % SLOW_STEPS === 0) this.#slow(atMs);
    this.#steps += 1;
    const influence = this.influence;
    influence.clear();
    acting?.act(this, influence, timeS);
    this.loads.step(timeS, this.activity, this.climate.outdoorC);
    this.#electrics(influence);
    const roomC = this.climate.roomC + influence.roomK;
    this.thermal.step(roomC, this.currentA, influence);
    this.#leakage(influence);
    this.gas.step(this.activity, influence);
    this.#countArcs(influence);
  }

  #slow(atMs: number): void {
    const localMs = atMs + SITE_OFFSET_MS;
    const dayOfWeek = Math.floor(localMs / DAY_MS) % 7;
    this.hour = (localMs % DAY_MS) / 3_600_000;
    // 1970-01-01 was a Thursday: days 2 and 3 of the epoch's week are Saturday and Sunday.
    this.weekend = this.#holiday || dayOfWeek === 2 || dayOfWeek === 3;
    this.activity = activity(this.profile.site, this.hour, this.weekend, this.#shift);
    this.climate.step(this.hour, this.dtS * SLOW_STEPS);
  }

  /** I from active, reactive and distortion power at the voltage of the step before; V = feeder − Z·I. */
  #electrics(influence: Influence): void {
    const { loads, profile } = this;
    const { impedance } = profile.supply;
    const feederV =
      (this.#supply.step(this.hour, this.dtS) + influence.volt) * influence.supplyShare;
    const volt = Math.max(60, this.voltage);
    const active = loads.activeW * influence.loadShare + influence.loadA * volt;
    const reactive = loads.reactiveVar * influence.loadShare + influence.reactiveVar;
    const distortion = loads.distortionVa * influence.loadShare + influence.distortionVa;
    const apparent = Math.sqrt(active * active + reactive * reactive + distortion * distortion);
    const dead = influence.supplyShare < 0.2;
    this.currentA = dead ? 0 : apparent / volt;
    this.usualA += (this.currentA - this.usualA) * (this.dtS / 7200);
    const factor = apparent > 0 ? active / apparent : 1;
    this.powerFactor = Math.max(0.2, Math.min(1, factor + influence.powerFactor));
    this.voltage = Math.max(0, feederV - impedance * this.currentA);
    const peakA = Math.max(loads.inrushA * influence.loadShare, influence.inrushA);
    const ripple = (0.25 + 0.4 * this.#draw.next()) * profile.supply.flickerV;
    this.lowestVoltage = Math.max(0, this.voltage - impedance * peakA - influence.dipV - ripple);
  }

  #leakage(influence: Influence): void {
    const { capacitiveMa, resistiveMa, humidityGain, electronicsGain } = this.profile.leakage;
    const target = this.climate.humidity + influence.humidity;
    this.#dampness += (target - this.#dampness) * (this.dtS / 5400);
    this.humidity = this.#dampness;
    const on = this.voltage / 220;
    if (this.#steps % SLOW_STEPS === 1) {
      this.#resistiveGrowth = Math.exp(humidityGain * (this.#dampness - 55));
    }
    const electronic = Math.min(1, this.loads.electronics);
    this.capacitiveMa =
      (capacitiveMa * (1 + electronicsGain * electronic) + influence.capacitiveMa) * on;
    this.resistiveMa = (resistiveMa * this.#resistiveGrowth + influence.resistiveMa) * on;
  }

  #countArcs(influence: Influence): void {
    const { backgroundPerS, perSwitch, efficiency } = this.profile.arcs;
    const draw = this.#draw;
    let arcs = 0;
    const ordinary =
      backgroundPerS * this.dtS + this.loads.switched * perSwitch * influence.loadShare;
    if (ordinary > 0 && draw.next() < ordinary) arcs = 1;
    const real = influence.arcs;
    for (let i = 0; i < real && i < 40; i += 1) if (draw.next() < efficiency) arcs += 1;
    this.arcs = arcs;
  }
}
