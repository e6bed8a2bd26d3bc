import type { Measurement } from '../message.ts';
import { statusOf } from '../selfCheck.ts';
import type { DeviceBody } from './DeviceBody.ts';
import type { MeterProfile } from './DeviceProfile.ts';
import type { Draws } from './Draws.ts';

/** What the converters of such a device can show at most. */
const RAIL = { temperature: 125, co: 1000, voc: 60_000, leakage: 1000 } as const;

/** Changes what the sensors say, not what is: a stuck, drifting or broken sensor. */
export type Distortion = (m: Measurement, timeS: number) => void;

/** The device's sensors: lag, gain, offset, drift, noise and steps; then its judgement of itself. */
export class Meter {
  /** Of the last step; the same object each time. */
  readonly measured: Measurement = {
    volt: 0,
    voltLow: 0,
    ct: 0,
    zct: 0,
    rzct: 0,
    pwr: 0,
    pcbTemp: 0,
    sensorTemp: 0,
    co: 0,
    voc: 0,
    pFct: 1,
    aArc: 0,
  };
  status = 0;
  readonly #profile: MeterProfile;
  readonly #overcurrentA: number;
  readonly #phaseError: number;
  readonly #inEnclosure: boolean;
  readonly #draw: Draws;
  readonly #gasShare: number;
  readonly #rezeroShare: number;
  #days = 0;
  readonly #dayStep: number;
  #co: number;
  #voc: number;
  #vocZero: number;
  #raw1 = 0;
  #raw2 = 0;

  constructor(body: DeviceBody, draw: Draws) {
    const { meter, leakage, gasPlace, overcurrentA } = body.profile;
    this.#profile = meter;
    this.#overcurrentA = overcurrentA;
    this.#phaseError = leakage.phaseError;
    this.#inEnclosure = gasPlace === 'enc';
    this.#draw = draw;
    this.#gasShare = 1 - Math.exp(-body.dtS / meter.gasLagS);
    this.#rezeroShare = Number.isFinite(meter.vocRezeroS) ? body.dtS / meter.vocRezeroS : 0;
    this.#dayStep = body.dtS / 86_400;
    this.#co = body.gas.coRoom;
    this.#voc = body.gas.vocRoom;
    this.#vocZero = body.gas.vocRoom;
  }

  step(body: DeviceBody, timeS: number, distortion: Distortion | null): void {
    this.follow(body);
    this.read(body, timeS, distortion);
  }

  /** What a step of the body does to the sensors, whether or not they are read: lag, re-zeroing and age. */
  follow({ gas }: DeviceBody): void {
    this.#days += this.#dayStep;
    const inside = this.#inEnclosure;
    const share = this.#gasShare;
    this.#voc += ((inside ? gas.vocEnclosure : gas.vocRoom) - this.#voc) * share;
    this.#co += ((inside ? gas.coEnclosure : gas.coRoom) - this.#co) * share;
    this.#vocZero += (this.#voc - this.#vocZero) * this.#rezeroShare;
  }

  /** One frame of what the sensors say now, and the device's judgement of it. */
  read(body: DeviceBody, timeS: number, distortion: Distortion | null): void {
    const profile = this.#profile;
    const { noise, offset, perUnit, drift } = profile;
    const draw = this.#draw;
    const m = this.measured;
    const days = this.#days;
    const volt = Math.max(
      0,
      body.voltage + noise.volt * draw.normal() + (body.voltage > 20 ? offset.volt : 0),
    );
    m.volt = round(volt, perUnit.volt);
    m.voltLow = Math.min(
      m.volt,
      round(Math.max(0, body.lowestVoltage + offset.volt), perUnit.volt),
    );
    const amperes = body.currentA * (1 + offset.currentShare + noise.currentShare * draw.normal());
    m.ct = round(
      amperes < profile.smallestA ? profile.smallestA * draw.next() : amperes,
      perUnit.ct,
    );
    this.#leakage(body, m);
    const apart = drift.temperature * days;
    m.pcbTemp = temperature(
      body.thermal.boardC + offset.pcbTemp + apart + noise.temperature * draw.normal(),
      perUnit.temperature,
    );
    m.sensorTemp = temperature(
      body.thermal.terminalC + offset.sensorTemp - apart + noise.temperature * draw.normal(),
      perUnit.temperature,
    );
    this.#gases(body, m);
    const factor = body.powerFactor + noise.powerFactor * draw.normal();
    m.pFct = Math.min(1, round(Math.max(0, factor), perUnit.powerFactor));
    m.aArc = body.arcs;
    const shown = profile.apparentPower ? 1 : m.pFct;
    m.pwr = round((m.volt * m.ct * shown) / 1000, 1000);
    if (distortion !== null) distortion(m, timeS);
    this.#judge(m);
  }

  /** zct = √(capacitive² + resistive²); a phase error lets some of the first pass for the second. */
  #leakage({ capacitiveMa, resistiveMa }: DeviceBody, m: Measurement): void {
    const { noise, perUnit } = this.#profile;
    const draw = this.#draw;
    const total = Math.sqrt(capacitiveMa * capacitiveMa + resistiveMa * resistiveMa);
    const seen = resistiveMa + this.#phaseError * capacitiveMa;
    m.zct = round(
      Math.min(RAIL.leakage, Math.abs(total + noise.leakage * draw.normal())),
      perUnit.leakage,
    );
    const resistive = Math.abs(seen + 0.7 * noise.leakage * draw.normal());
    m.rzct = Math.min(m.zct, round(resistive, perUnit.leakage));
  }

  #gases({ gas, humidity }: DeviceBody, m: Measurement): void {
    const profile = this.#profile;
    const { noise, gain, offset, drift, perUnit } = profile;
    const draw = this.#draw;
    const zero = this.#rezeroShare > 0 ? 0.6 * (this.#vocZero - gas.vocRoomMean) : 0;
    const damp = 1 + profile.vocPerHumidity * (humidity - 50);
    const vapours = Math.max(
      0,
      (this.#voc - zero) * gain.voc * damp * (1 + drift.voc * this.#days),
    );
    m.voc = round(Math.min(RAIL.voc, vapours * (1 + noise.vocShare * draw.normal())), perUnit.voc);
    const carbon = this.#co * gain.co * (1 + drift.co * this.#days);
    const co =
      carbon +
      offset.co +
      profile.coPerVoc * Math.max(0, this.#voc - gas.vocRoomMean) +
      noise.co * draw.normal();
    m.co = round(Math.max(0, Math.min(RAIL.co, co)), perUnit.co);
  }

  /** A bit follows its limit only after some frames, as alarm relays do, so that noise doesn't make it chatter. */
  #judge(m: Measurement): void {
    const raw = statusOf(m, this.#overcurrentA);
    const { onFrames, offFrames } = this.#profile;
    const set = onFrames === 2 ? raw & this.#raw1 : raw;
    const kept = offFrames === 3 ? raw | this.#raw1 | this.#raw2 : raw;
    this.status = (this.status & kept) | set;
    this.#raw2 = this.#raw1;
    this.#raw1 = raw;
  }
}

function round(value: number, perUnit: number): number {
  return Math.round(value * perUnit) / perUnit;
}

function temperature(value: number, perUnit: number): number {
  return round(Math.max(-40, Math.min(RAIL.temperature, value)), perUnit);
}
