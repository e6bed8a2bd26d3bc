import { applyIncident, INCIDENT_DURATION_MS, type Incident } from './incidents.ts';
import { LOAD_PROFILES, type LoadKind, loadShare } from './loads.ts';
import type { Measurement, SimulatedMessage } from './message.ts';
import { type Random, seeded } from './random.ts';
import { COMMUNICATION_ERROR, quantise, statusOf } from './selfCheck.ts';

export interface SimulatedDevice {
  readonly id: string;
  readonly load: LoadKind;
  readonly ratedCurrentA: number;
  /** °C where it hangs, in the yearly mean. */
  readonly ambientC: number;
}

/** Korea has no daylight saving time. */
const SITE_OFFSET_MS = 9 * 3_600_000;
/** How fast a terminal and the board behind it follow the current. */
const TERMINAL_LAG_MS = 150_000;
const BOARD_LAG_MS = 500_000;
/** Below this a current clamp shows mostly noise, and V/I says nothing. */
const SMALLEST_CURRENT_A = 0.5;

/** The supply at the transformer: one for the whole building, a function of time alone. */
function supplyVoltage(timeMs: number): number {
  const day = Math.sin((2 * Math.PI * timeMs) / 86_400_000);
  const slow = Math.sin((2 * Math.PI * timeMs) / 1_260_000);
  const tap = Math.sin((2 * Math.PI * timeMs) / 97_000);
  return 221.5 - 1.4 * day + 0.9 * slow + 0.4 * tap;
}

/** One device: its constants, drawn once from the seed, and what it remembers between readings. */
export class DeviceModel {
  readonly #device: SimulatedDevice;
  readonly #random: Random;
  readonly #phase: number;
  readonly #powerFactor: number;
  readonly #terminalRiseC: number;
  readonly #ambientC: number;
  readonly #capacitiveLeakage: number;
  readonly #resistiveLeakage: number;
  readonly #gas: number;
  #idx = 0;
  #lastAt: number | undefined;
  #terminalHeat = 0;
  #boardHeat = 0;
  #lastSent: Measurement | undefined;
  #incidents: Incident[] = [];

  constructor(device: SimulatedDevice, seed: number) {
    this.#device = device;
    const random = seeded(seed, device.id);
    this.#random = random;
    this.#phase = random.next();
    this.#powerFactor = LOAD_PROFILES[device.load].powerFactor + random.between(-0.006, 0.008);
    this.#terminalRiseC = random.between(10, 17);
    this.#ambientC = device.ambientC + random.between(-0.8, 0.8);
    this.#capacitiveLeakage = random.between(0.25, 1.1);
    this.#resistiveLeakage = random.between(0.05, 0.3);
    this.#gas = random.between(0.7, 1.3);
  }

  inject(incident: Incident): void {
    this.#incidents.push(incident);
  }

  /** @returns null while the device is silent */
  step(timeMs: number): SimulatedMessage | null {
    const calm = quantise(this.#measure(timeMs));
    const active = this.#activeAt(timeMs);
    const kinds = new Set(active.map(({ kind }) => kind));
    if (kinds.has('silent')) return null;
    if (kinds.has('communicationError')) {
      const frozen = this.#lastSent ?? calm;
      return this.#message(timeMs, frozen, COMMUNICATION_ERROR);
    }
    const measured = { ...calm };
    for (const { kind, startAt } of active) {
      applyIncident(measured, kind, timeMs - startAt, this.#random);
    }
    const sent = active.length === 0 ? calm : quantise(measured);
    this.#lastSent = sent;
    const overcurrentA = Math.min(100, this.#device.ratedCurrentA * 1.2);
    return this.#message(timeMs, sent, statusOf(sent, overcurrentA));
  }

  #measure(timeMs: number): Measurement {
    const random = this.#random;
    const { load, ratedCurrentA } = this.#device;
    const wanted = loadShare(LOAD_PROFILES[load], timeMs + SITE_OFFSET_MS, this.#phase);
    const share = wanted * (1 + 0.02 * random.normal());
    this.#warm(share, timeMs);
    const volt = supplyVoltage(timeMs) - 3 * share + 0.25 * random.normal();
    const zct = this.#capacitiveLeakage * (1 + 0.05 * random.normal());
    return {
      volt,
      voltLow: volt - 0.8 - 0.5 * Math.abs(random.normal()) - 2 * share,
      ct: Math.max(SMALLEST_CURRENT_A, share * ratedCurrentA),
      zct,
      rzct: this.#resistiveLeakage * (1 + 0.08 * random.normal()),
      pwr: 0,
      pcbTemp: this.#ambientC + 4 + 6 * this.#boardHeat + 0.08 * random.normal(),
      sensorTemp:
        this.#ambientC + 1 + this.#terminalRiseC * this.#terminalHeat + 0.12 * random.normal(),
      co: 1.8 * this.#gas + 0.25 * random.normal(),
      voc: 70 * this.#gas + 4 * random.normal(),
      pFct: this.#powerFactor + 0.003 * random.normal(),
      aArc: 0,
    };
  }

  /** Joule heat goes with the square of the current, and metal follows it as a first-order lag. */
  #warm(share: number, timeMs: number): void {
    const heat = share * share;
    const elapsed = this.#lastAt === undefined ? Number.POSITIVE_INFINITY : timeMs - this.#lastAt;
    this.#lastAt = timeMs;
    this.#terminalHeat += (heat - this.#terminalHeat) * (1 - Math.exp(-elapsed / TERMINAL_LAG_MS));
    this.#boardHeat += (heat - this.#boardHeat) * (1 - Math.exp(-elapsed / BOARD_LAG_MS));
  }

  /** Those that are under way; what is over is forgotten, and a momentary one is over once it was seen. */
  #activeAt(timeMs: number): readonly Incident[] {
    if (this.#incidents.length === 0) return [];
    const active = this.#incidents.filter(
      ({ kind, startAt }) =>
        startAt <= timeMs &&
        (INCIDENT_DURATION_MS[kind] === 0 || timeMs < startAt + INCIDENT_DURATION_MS[kind]),
    );
    this.#incidents = this.#incidents.filter(
      ({ kind, startAt }) =>
        timeMs < startAt + INCIDENT_DURATION_MS[kind] &&
        !(startAt <= timeMs && INCIDENT_DURATION_MS[kind] === 0),
    );
    return active;
  }

  #message(timeMs: number, measurement: Measurement, status: number): SimulatedMessage {
    this.#idx += 1;
    return {
      deviceId: this.#device.id,
      idx: this.#idx,
      timestamp: new Date(timeMs).toISOString(),
      status,
      verifySts: status,
      ...measurement,
    };
  }
}
