import { NO_SIGNS, type OwnSigns } from '#shared/scoring/FloorWatch.ts';
import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';
import { Baseline, Mean, Regression, type RegressionPrior, SlowMaximum } from './baselines.ts';
import {
  CHANNELS,
  type Channel,
  FEATURE_COUNT,
  FEATURES,
  HAZARD_FEATURES,
  MAX_MISSING_STEPS,
  STEP_MS,
  STEPS,
} from './schema.ts';

/** What an installer knows of a device and the model needs. */
export interface DeviceFacts {
  readonly ratedCurrentA: number | null;
  readonly gasSensor: 'enclosure' | 'room' | null;
}

/** Why there is no prediction, or that there can be one. */
export type WindowState =
  | 'ready'
  /** Fewer than thirty minutes since the device was first heard, or since a long silence. */
  | 'warmingUp'
  /** Too many minutes of the window had no reading. */
  | 'gaps'
  /** The newest minutes had no reading. */
  | 'stale'
  /** The device lacks sensors that the model looks at. */
  | 'sensorsMissing';

const DAY_MINUTES = 720;
const HOURS_MINUTES = 120;
/** A value is held for one step; a counter never. */
const HELD_STEPS = 1;
/** After a longer silence the window begins anew; the baselines stay. */
const FORGET_WINDOW_STEPS = STEPS;
/** After so many minutes without arcs nothing is left of their mean of an hour. */
const FADED_STEPS = 1_440;
/** From then on a device's own normal is known well enough to judge it by. */
const SETTLED_MINUTES = 60;
/** What is followed by a slow maximum, in the order of the novelty features. */
const NOVELTIES = 9;
/** Of how many pieces of evidence the course is followed. */
const COURSES = 9;
/** A course is what ten minutes show against an hour, and against four. */
const COURSE_MINUTES = [10, 60, 240] as const;
/** A, where nobody has said what the circuit is rated. */
const RATED_UNLESS_KNOWN_A = 40;
/**
 * K at rated current that ten and forty minutes of load make of it, before the device has shown its own: terminals of
 * panels rise 5 to 40 K over the board (IEC 61439-1, table 6), the air and the board behind them as much.
 */
const TERMINAL_PRIOR: RegressionPrior = { slopes: [6, 4], variance: 60 };
const BOARD_PRIOR: RegressionPrior = { slopes: [4, 6], variance: 60 };
/** So many of its own standard deviations what load explains may be wrong before it counts. */
const DOUBT = 2;

/** In the transformed unit: below this, a spread is the sensor's own noise. */
const LEAST_SPREAD: Readonly<Record<Channel, number>> = {
  voltage: 0.3,
  sag: 0.3,
  current: 0.1,
  leakage: 0.02,
  resistive: 0.02,
  board: 0.15,
  terminal: 0.2,
  excess: 0.2,
  co: 0.1,
  voc: 0.05,
  powerFactor: 0.005,
  arcs: 0.05,
};

const C = Object.fromEntries(CHANNELS.map((name, index) => [name, index])) as Record<
  Channel,
  number
>;

/** Where what the device remembers lies in its one array. */
const SIZES = {
  clock: 4,
  minute: 16,
  day: CHANNELS.length * Baseline.SIZE,
  hours: CHANNELS.length * Mean.SIZE,
  regressions: 3 * Regression.SIZE,
  means: 6 * Mean.SIZE,
  maxima: NOVELTIES * SlowMaximum.SIZE,
  courses: COURSES * COURSE_MINUTES.length * Mean.SIZE,
  ring: STEPS * FEATURE_COUNT,
  heard: STEPS,
} as const;
const STATE_SIZE = Object.values(SIZES).reduce((sum, size) => sum + size, 0);

/**
 * One device's readings on a grid of minutes, as features against its own baselines: the window that the model eats.
 *
 * The cost of a reading and the memory don't grow with history. Readings out of range and a rebooting device's zeros
 * take no part; what comes after its minute was closed is too late. Held at most one minute; arcs are summed, never held.
 */
export class DeviceWindow {
  readonly #state: Float64Array;
  /** Minute that is being filled, minutes since the first reading, steps in the ring, readings in the minute. */
  readonly #clock: Float64Array;
  readonly #minute: Float64Array;
  readonly #day: readonly Baseline[];
  readonly #hours: readonly Mean[];
  readonly #terminal: Regression;
  readonly #board: Regression;
  readonly #voltage: Regression;
  readonly #heatFast: Mean;
  readonly #heatSlow: Mean;
  readonly #unrest: Mean;
  readonly #load: Mean;
  readonly #arcsFive: Mean;
  readonly #arcsHour: Mean;
  readonly #maxima: readonly SlowMaximum[];
  readonly #courses: readonly (readonly [Mean, Mean, Mean])[];
  readonly #ring: Float64Array;
  readonly #heard: Float64Array;
  readonly #now = new Float64Array(CHANNELS.length);
  readonly #fromDay = new Float64Array(CHANNELS.length);
  #facts: DeviceFacts;
  /** Not saved: the next reading says it again. */
  #lacksSensors = false;

  constructor(facts: DeviceFacts, saved?: Float64Array) {
    this.#facts = facts;
    const state = new Float64Array(STATE_SIZE);
    if (saved?.length === STATE_SIZE) state.set(saved);
    this.#state = state;
    let at = 0;
    const slice = (size: number) => {
      at += size;
      return state.subarray(at - size, at);
    };
    this.#clock = slice(SIZES.clock);
    this.#minute = slice(SIZES.minute);
    this.#day = CHANNELS.map(
      (name) => new Baseline(slice(Baseline.SIZE), DAY_MINUTES, LEAST_SPREAD[name]),
    );
    this.#hours = CHANNELS.map(() => new Mean(slice(Mean.SIZE), HOURS_MINUTES));
    this.#terminal = new Regression(
      slice(Regression.SIZE),
      DAY_MINUTES,
      LEAST_SPREAD.terminal,
      TERMINAL_PRIOR,
    );
    this.#board = new Regression(
      slice(Regression.SIZE),
      DAY_MINUTES,
      LEAST_SPREAD.board,
      BOARD_PRIOR,
    );
    this.#voltage = new Regression(slice(Regression.SIZE), DAY_MINUTES, LEAST_SPREAD.voltage);
    this.#heatFast = new Mean(slice(Mean.SIZE), 10);
    this.#heatSlow = new Mean(slice(Mean.SIZE), 40);
    this.#unrest = new Mean(slice(Mean.SIZE), 10);
    this.#load = new Mean(slice(Mean.SIZE), 30);
    this.#arcsFive = new Mean(slice(Mean.SIZE), 5);
    this.#arcsHour = new Mean(slice(Mean.SIZE), 60);
    this.#maxima = Array.from(
      { length: NOVELTIES },
      () => new SlowMaximum(slice(SlowMaximum.SIZE)),
    );
    const mean = (minutes: number) => new Mean(slice(Mean.SIZE), minutes);
    this.#courses = Array.from({ length: COURSES }, () => [
      mean(COURSE_MINUTES[0]),
      mean(COURSE_MINUTES[1]),
      mean(COURSE_MINUTES[2]),
    ]);
    this.#ring = slice(SIZES.ring);
    this.#heard = slice(SIZES.heard);
  }

  set facts(facts: DeviceFacts) {
    this.#facts = facts;
  }

  /** All that the device remembers, for `new DeviceWindow(facts, saved)`. */
  save(): Float64Array {
    return this.#state.slice();
  }

  /** Start of the newest closed minute; null before the first. */
  get closedAt(): EpochMs | null {
    return this.#clock[2]! === 0 ? null : (this.#clock[0]! - 1) * STEP_MS;
  }

  /**
   * Call it with each reading once, repetitions left out.
   *
   * @returns true when it closed at least one minute, so that a new prediction is due.
   */
  add(reading: Reading): boolean {
    const minute = Math.floor(reading.measuredAt / STEP_MS);
    const current = this.#clock[0]!;
    if (current === 0) this.#clock[0] = minute;
    else if (minute < current) return false;
    const closed = current !== 0 && this.#closeUntil(minute);
    this.#lacksSensors = lacksSensors(reading);
    if (!this.#lacksSensors && takesPart(reading)) this.#collect(reading);
    return closed;
  }

  /** Closes the minutes that are over; call it when a device is quiet. @returns true when one was closed. */
  advance(now: EpochMs): boolean {
    return this.#clock[0]! !== 0 && this.#closeUntil(Math.floor(now / STEP_MS));
  }

  /** Begins the window anew, wherever in time the next reading is; the baselines stay. For a clock that was set back. */
  beginAnew(): void {
    const clock = this.#clock;
    if (clock[2]! > 0) {
      const newest = ((clock[0]! - 1) % STEPS) * FEATURE_COUNT;
      const known = this.#ring.slice(newest, newest + FEATURE_COUNT);
      for (let row = 0; row < STEPS; row++) this.#ring.set(known, row * FEATURE_COUNT);
    }
    clock[0] = 0;
    clock[2] = 0;
    clock[3] = HELD_STEPS;
    this.#minute.fill(0);
    this.#heard.fill(0);
  }

  /** Minutes that must still be closed before there can be a prediction, as far as no reading is missing. */
  get stepsToGo(): number {
    return STEPS - this.#clock[2]!;
  }

  get state(): WindowState {
    if (this.#lacksSensors) return 'sensorsMissing';
    const steps = this.#clock[2]!;
    if (steps < STEPS) return 'warmingUp';
    const newest = this.#clock[0]! - 1;
    if (this.#heard[newest % STEPS]! === 0) return 'stale';
    let missing = 0;
    for (let i = 0; i < STEPS; i++) if (this.#heard[i]! === 0) missing++;
    return missing > MAX_MISSING_STEPS ? 'gaps' : 'ready';
  }

  /** Writes the window, oldest step first, shape [STEPS, FEATURE_COUNT], from `offset` on. */
  copyTo(target: Float32Array, offset = 0): void {
    const newest = this.#clock[0]! - 1;
    for (let step = 0; step < STEPS; step++) {
      const row = (newest - STEPS + 1 + step) % STEPS;
      for (let i = 0; i < FEATURE_COUNT; i++)
        target[offset + step * FEATURE_COUNT + i] = this.#ring[row * FEATURE_COUNT + i]!;
    }
  }

  /** Writes the newest step's features, shape [FEATURE_COUNT]: what training exports, minute by minute. */
  copyNewestTo(target: Float32Array, offset = 0): void {
    const row = (this.#clock[0]! - 1) % STEPS;
    for (let i = 0; i < FEATURE_COUNT; i++)
      target[offset + i] = this.#ring[row * FEATURE_COUNT + i]!;
  }

  /** Whether the newest step had a reading, or holds one. */
  get newestHeard(): boolean {
    return this.#heard[(this.#clock[0]! - 1) % STEPS]! > 0;
  }

  /** How unusual each hazard was in the newest closed minute. */
  get signs(): OwnSigns {
    const settled = this.#clock[1]! >= SETTLED_MINUTES;
    if (this.#clock[2] === 0) return { ...NO_SIGNS, settled };
    const row = ((this.#clock[0]! - 1) % STEPS) * FEATURE_COUNT;
    const [, gas, leakage, arcs] = HAZARD_FEATURES.map((i) => this.#ring[row + i]!);
    const of = (feature: number) => this.#ring[row + feature]!;
    return {
      settled,
      strength: {
        // Beyond what load explains: a car that charges is hot, and no sign.
        temperature: unexplainedHazard(
          ...(UNEXPLAINED.map(of) as [number, number, number, number]),
        ),
        gas: gas ?? 0,
        leakage: leakage ?? 0,
        arcs: arcs ?? 0,
      },
    };
  }

  #collect(reading: Reading): void {
    const m = this.#minute;
    const first = m[0] === 0;
    m[0]!++;
    m[1]! += reading.voltage;
    m[2] = first ? reading.voltageLow : Math.min(m[2]!, reading.voltageLow);
    m[3]! += reading.current;
    m[4]! += reading.leakageCurrent;
    m[5]! += reading.resistiveLeakage;
    m[6]! += reading.pcbTemperature;
    m[7]! += reading.sensorTemperature;
    m[8]! += reading.coGas;
    m[9]! += reading.voc;
    m[10]! += reading.powerFactor;
    m[11]! += reading.arcCount;
  }

  #closeUntil(minute: number): boolean {
    const clock = this.#clock;
    if (minute <= clock[0]!) return false;
    // Nothing of the window survives a long silence, and a clock that leaps must not be walked minute by minute.
    if (minute - clock[0]! > FORGET_WINDOW_STEPS) {
      this.#close();
      this.#leap(minute - clock[0]! - 1);
      clock[0] = minute;
      clock[2] = 0;
      return true;
    }
    while (clock[0]! < minute) {
      this.#close();
      clock[0]!++;
    }
    return true;
  }

  /** What so many minutes without a reading leave, when they are not closed one by one. */
  #leap(minutes: number): void {
    const clock = this.#clock;
    const known = (clock[0]! % STEPS) * FEATURE_COUNT;
    const last = ((clock[0]! + minutes) % STEPS) * FEATURE_COUNT;
    this.#ring.copyWithin(last, known, known + FEATURE_COUNT);
    clock[3]! += minutes;
    const faded = Math.min(minutes, FADED_STEPS);
    for (let i = 0; i < faded; i++) this.#noArcs();
  }

  #close(): void {
    const clock = this.#clock;
    const row = clock[0]! % STEPS;
    const heard = this.#minute[0]! > 0;
    if (heard) {
      this.#channels();
      clock[1]!++;
      clock[3] = 0;
    } else {
      clock[3]!++;
    }
    const counts = heard || (clock[3]! <= HELD_STEPS && clock[1]! > 0);
    this.#heard[row] = counts ? 1 : 0;
    // A minute without a reading must not teach what normal is.
    if (heard) this.#evidence(row * FEATURE_COUNT);
    else this.#hold(row * FEATURE_COUNT);
    this.#minute.fill(0);
    clock[2] = Math.min(STEPS, clock[2]! + 1);
  }

  /** The minute that ends, in the transformed units of the channels. */
  #channels(): void {
    const m = this.#minute;
    const n = m[0]!;
    const now = this.#now;
    const voltage = m[1]! / n;
    now[C.voltage] = voltage;
    now[C.sag] = Math.max(0, voltage - m[2]!);
    now[C.current] = m[3]! / n;
    now[C.leakage] = Math.log1p(Math.max(0, m[4]! / n));
    now[C.resistive] = Math.log1p(Math.max(0, m[5]! / n));
    now[C.board] = m[6]! / n;
    now[C.terminal] = m[7]! / n;
    now[C.excess] = (m[7]! - m[6]!) / n;
    now[C.co] = Math.log1p(Math.max(0, m[8]! / n));
    now[C.voc] = Math.log1p(Math.max(0, m[9]! / n));
    now[C.powerFactor] = m[10]! / n;
    now[C.arcs] = Math.sqrt(Math.max(0, m[11]!));
  }

  /** What was known a minute ago; arcs, which are events, fade from their means in the next minute that is heard. */
  #hold(at: number): void {
    const before = ((this.#clock[0]! - 1) % STEPS) * FEATURE_COUNT;
    this.#ring.copyWithin(at, before, before + FEATURE_COUNT);
    this.#noArcs();
  }

  #noArcs(): void {
    this.#arcsFive.add(0);
    this.#arcsHour.add(0);
  }

  #evidence(at: number): void {
    const now = this.#now;
    const from = this.#fromDay;
    const { terminal, board } = C;
    for (let i = 0; i < from.length; i++) from[i] = this.#day[i]!.add(now[i]!);
    const spreads = (channel: number) =>
      bounded(from[channel]! / this.#day[channel]!.spread, 0, 50);
    const unexplained = this.#unexplained();
    const heat = bounded(Math.max(from[terminal]!, from[board]!), 0, 50);
    const heatSpread = Math.max(spreads(terminal), spreads(board));
    const voc = bounded(from[C.voc]!, 0, 4);
    const co = bounded(from[C.co]!, 0, 4);
    const resistive = bounded(from[C.resistive]!, 0, 3);
    const leakage = bounded(from[C.leakage]!, 0, 3);
    const [vocSpread, coSpread] = [spreads(C.voc), spreads(C.co)];
    const [resistiveSpread, leakageSpread] = [spreads(C.resistive), spreads(C.leakage)];
    const load = this.#loadRatio();
    this.#arcsFive.add(now[C.arcs]!);
    this.#arcsHour.add(now[C.arcs]!);
    const arcs = bounded(this.#arcsHour.value, 0, 3);
    const unrest = bounded(this.#unrest.value, 0, 16);
    const mostLeakage = Math.expm1(Math.max(now[C.leakage]!, now[C.resistive]!));
    const { gasSensor } = this.#facts;
    const novel = [
      heat,
      unexplained.terminal,
      unexplained.board,
      voc,
      co,
      resistive,
      leakage,
      arcs,
      unrest,
    ];
    const followed = [
      heat,
      unexplained.terminal,
      unexplained.board,
      voc,
      co,
      resistive,
      leakage,
      now[C.arcs]!,
      unrest,
    ];
    const row = [
      bounded(Math.max(now[terminal]!, now[board]!) - 50, 0, 30),
      heat,
      unexplained.terminal,
      unexplained.board,
      bounded(Math.max(this.#fromHours(terminal), this.#fromHours(board)), 0, 40),
      heatSpread,
      unexplained.terminalSpread,
      unexplained.boardSpread,
      bounded(Math.min(from[terminal]!, from[board]!), 0, 50),
      voc,
      vocSpread,
      co,
      coSpread,
      bounded(Math.expm1(now[C.co]!) - 17, 0, 60),
      resistive,
      resistiveSpread,
      leakage,
      leakageSpread,
      bounded(mostLeakage - 5, 0, 25),
      arcs,
      bounded(this.#arcsFive.value, 0, 4),
      unrest,
      bounded(load - 0.9, 0, 1),
      bounded(from[C.sag]!, 0, 16),
      ...novel.map((value, index) => Math.max(0, this.#maxima[index]!.add(value))),
      Math.max(
        Math.min(heat, heatSpread) / 10,
        unexplainedHazard(
          unexplained.terminal,
          unexplained.terminalSpread,
          unexplained.board,
          unexplained.boardSpread,
        ),
      ),
      Math.max(Math.min(voc, vocSpread / 10), Math.min(co, coSpread / 10)),
      Math.max(Math.min(resistive, resistiveSpread / 10), Math.min(leakage, leakageSpread / 10)),
      arcs * 1.5,
      unrest / 4,
      ...followed.flatMap((value, index) => this.#course(index, value)),
      gasSensor === null ? 0.5 : gasSensor === 'enclosure' ? 1 : 0,
      Math.log1p(this.#clock[1]! / 60),
      from[C.powerFactor]!,
      from[C.current]!,
      load,
      from[C.voltage]!,
    ];
    this.#ring.set(row, at);
  }

  #fromHours(channel: number): number {
    const mean = this.#hours[channel]!;
    const off = this.#clock[1]! === 0 ? 0 : this.#now[channel]! - mean.value;
    mean.add(this.#now[channel]!);
    return off;
  }

  /** Mean of half an hour; 0 where the rated current is not known. */
  #loadRatio(): number {
    const rated = this.#facts.ratedCurrentA;
    this.#load.add(rated === null || rated <= 0 ? 0 : this.#now[C.current]! / rated);
    return this.#load.value;
  }

  /** How it came about: the newest ten minutes against the last hour, and against the last four. */
  #course(index: number, value: number): readonly [number, number] {
    const [minutes, hour, hours] = this.#courses[index]!;
    minutes.add(value);
    hour.add(value);
    hours.add(value);
    return [minutes.value - hour.value, minutes.value - hours.value];
  }

  /**
   * What neither load nor, for the terminal, the board explain. Joule heat goes with the square of the current, and late;
   * what a load never seen before explains is in doubt, and that doubt is left out.
   */
  #unexplained(): {
    readonly terminal: number;
    readonly board: number;
    readonly terminalSpread: number;
    readonly boardSpread: number;
  } {
    const now = this.#now;
    const rated = this.#facts.ratedCurrentA;
    const load = now[C.current]! / (rated !== null && rated > 0 ? rated : RATED_UNLESS_KNOWN_A);
    this.#heatFast.add(load ** 2);
    this.#heatSlow.add(load ** 2);
    const [fast, slow] = [this.#heatFast.value, this.#heatSlow.value];
    const beyond = (y: number, by: Regression) => {
      const off = by.add(y, fast, slow);
      const { spread, leverage } = by;
      return {
        kelvin: bounded(off - DOUBT * spread * Math.sqrt(leverage), 0, 40),
        spreads: bounded(off / (spread * Math.sqrt(1 + leverage)), 0, 50),
      };
    };
    const terminal = beyond(now[C.excess]!, this.#terminal);
    const board = beyond(now[C.board]!, this.#board);
    this.#unrest.add(Math.abs(this.#voltage.add(now[C.voltage]!, now[C.current]! / 10, 0)));
    return {
      terminal: terminal.kelvin,
      board: board.kelvin,
      terminalSpread: terminal.spreads,
      boardSpread: board.spreads,
    };
  }
}

/** Where `unexplainedHazard` finds what it takes. */
const UNEXPLAINED = [
  'terminalUnexplained',
  'terminalUnexplainedSpread',
  'boardUnexplained',
  'boardUnexplainedSpread',
].map((wanted) => FEATURES.findIndex(({ name }) => name === wanted));

/** 1 is notable: 8 K and ten spreads beyond what load explains. */
function unexplainedHazard(
  terminalK: number,
  terminalSpreads: number,
  boardK: number,
  boardSpreads: number,
): number {
  return (
    Math.max(Math.min(terminalK * 1.25, terminalSpreads), Math.min(boardK * 1.25, boardSpreads)) /
    10
  );
}

/** A sum is NaN when any of its parts is. Power is none of the channels. */
function lacksSensors(r: Reading): boolean {
  return Number.isNaN(
    r.voltage +
      r.voltageLow +
      r.current +
      r.leakageCurrent +
      r.resistiveLeakage +
      r.pcbTemperature +
      r.sensorTemperature +
      r.coGas +
      r.voc +
      r.powerFactor +
      r.arcCount,
  );
}

/** Out of range is a broken sensor; all at zero is a device that starts. */
function takesPart(reading: Reading): boolean {
  if (reading.quality.includes('outOfRange') || reading.quality.includes('clockSkew')) return false;
  return reading.voltage !== 0 || reading.pcbTemperature !== 0 || reading.sensorTemperature !== 0;
}

function bounded(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
