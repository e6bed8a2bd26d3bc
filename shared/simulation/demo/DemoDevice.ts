import type { Measurement, SimulatedMessage } from '../message.ts';
import { type Acting, DeviceBody } from '../physics/DeviceBody.ts';
import type { DeviceProfile } from '../physics/DeviceProfile.ts';
import { Draws } from '../physics/Draws.ts';
import type { Influence } from '../physics/Influence.ts';
import { type Distortion, Meter } from '../physics/Meter.ts';
import type { DemoIncident } from './incidentKinds.ts';
import { type Playing, SCRIPTS } from './scripts.ts';

/** s of one step of the physics, as in training. */
const STEP_S = 10;
const STEP_MS = 1000 * STEP_S;
/** Ten minutes before it is first read, so that loads, heat and gases have their ordinary mixture. */
const WARM_UP_STEPS = 60;
/** Of a longer pause between two readings only the end is lived through. */
const LONGEST_PAUSE_MS = 3_600_000;

interface Scene {
  readonly startAt: number;
  /** UTC ms; the start itself for what one reading shows. */
  readonly endAt: number;
  readonly playing: Playing;
}

/**
 * One device of a demonstration: the body and the sensors of training. The body lives in steps of ten seconds, and each
 * reading is one more look of the sensors at it, so that a device may report as often or as seldom as it is asked to.
 */
export class DemoDevice implements Acting {
  readonly #id: string;
  readonly #profile: DeviceProfile;
  readonly #seed: number;
  #body: DeviceBody | undefined;
  #meter: Meter | undefined;
  /** UTC ms until which the body has lived. */
  #atMs = 0;
  /** A device that burned is replaced by another. */
  #lives = 0;
  #idx = 0;
  /** Arcs that no reading has shown yet. */
  #arcs = 0;
  #due: readonly DemoIncident[] = [];
  #scenes: readonly Scene[] = [];
  #lastSent: SimulatedMessage | null = null;

  constructor(id: string, profile: DeviceProfile, seed: number) {
    this.#id = id;
    this.#profile = profile;
    this.#seed = seed;
  }

  inject(incident: DemoIncident): void {
    this.#due = [...this.#due, incident];
  }

  /** @returns null while the device is silent */
  step(timeMs: number): SimulatedMessage | null {
    if (this.#body === undefined) this.#begin(timeMs);
    this.#liveUntil(timeMs);
    const read = this.#read(timeMs);
    const message = this.#scenes.length === 0 ? read : this.#send(read);
    if (message === null) return null;
    this.#idx = message.idx;
    this.#lastSent = message;
    // What one reading shows is over once it was seen.
    if (this.#scenes.some(({ startAt, endAt }) => startAt === endAt))
      this.#scenes = this.#scenes.filter(({ startAt, endAt }) => startAt !== endAt);
    return message;
  }

  act(body: DeviceBody, influence: Influence, timeS: number): void {
    for (const { playing } of this.#scenes) playing.acting?.act(body, influence, timeS);
  }

  #begin(timeMs: number): void {
    const label = `${this.#id}/${this.#lives}`;
    this.#lives += 1;
    const body = new DeviceBody(this.#profile, timeMs, STEP_S, this.#seed, label);
    const meter = new Meter(body, new Draws(this.#seed, label, 'meter'));
    for (let step = 0; step < WARM_UP_STEPS; step += 1) {
      body.step(null, timeMs);
      meter.follow(body);
    }
    this.#body = body;
    this.#meter = meter;
    this.#atMs = timeMs;
    this.#arcs = 0;
  }

  #liveUntil(timeMs: number): void {
    this.#atMs = Math.max(this.#atMs, timeMs - LONGEST_PAUSE_MS);
    for (;;) {
      if (this.#due.length > 0) this.#raise(this.#atMs);
      const pace = this.#scenes.length === 0 ? 1 : this.#pace();
      const next = this.#atMs + STEP_MS / pace;
      if (next > timeMs) break;
      this.#live(next, pace);
    }
    if (this.#due.length > 0) this.#raise(timeMs);
    if (this.#scenes.length > 0) this.#finish(timeMs);
  }

  #live(until: number, pace: number): void {
    const body = this.#body!;
    this.#atMs = until;
    body.step(this.#scenes.length === 0 ? null : this, until);
    this.#meter!.follow(body);
    // In a time-lapse a reading shows its last ten seconds: the frames between are not sent.
    this.#arcs = pace === 1 ? this.#arcs + body.arcs : body.arcs;
    if (this.#scenes.length > 0) this.#finish(until);
  }

  #pace(): number {
    let pace = 1;
    for (const { startAt, playing } of this.#scenes) {
      if (playing.lapse === undefined) continue;
      const wanted = playing.lapse((this.#atMs - startAt) / 1000, this.#body!);
      pace = pace === 1 ? wanted : Math.max(pace, wanted);
    }
    return pace;
  }

  /** Those whose time has come begin; those that are over before anybody looked are forgotten. */
  #raise(now: number): void {
    if (!this.#due.some(({ startAt }) => startAt <= now)) return;
    const body = this.#body!;
    for (const { kind, startAt } of this.#due) {
      if (startAt > now) continue;
      const { lastsS, play } = SCRIPTS[kind];
      const endAt = startAt + 1000 * lastsS;
      if (lastsS > 0 && endAt <= now) continue;
      const draw = new Draws(this.#seed, 'scene', kind, this.#id, startAt);
      this.#scenes = [...this.#scenes, { startAt, endAt, playing: play({ body, draw }) }];
    }
    this.#due = this.#due.filter(({ startAt }) => startAt > now);
  }

  #finish(now: number): void {
    for (const { startAt, playing } of this.#scenes) playing.cue?.((now - startAt) / 1000);
    const over = ({ startAt, endAt }: Scene) => endAt <= now && startAt !== endAt;
    if (!this.#scenes.some(over)) return;
    this.#scenes = this.#scenes.filter((scene) => !over(scene));
    if (this.#body!.influence.dead) this.#begin(now);
  }

  #read(timeMs: number): SimulatedMessage {
    const body = this.#body!;
    const meter = this.#meter!;
    const [voltage, arcs] = [body.voltage, body.arcs];
    body.arcs = this.#arcs;
    this.#arcs = 0;
    for (const { playing } of this.#scenes) playing.glimpse?.(body);
    meter.read(body, body.timeS, this.#scenes.length === 0 ? null : this.#distortion(timeMs));
    body.voltage = voltage;
    body.arcs = arcs;
    const { status, measured } = meter;
    return {
      deviceId: this.#id,
      idx: this.#idx + 1,
      timestamp: new Date(timeMs).toISOString(),
      status,
      verifySts: status,
      ...measured,
    };
  }

  #distortion(timeMs: number): Distortion {
    const scenes = this.#scenes;
    return (m: Measurement) => {
      for (const { startAt, playing } of scenes) playing.distort?.(m, (timeMs - startAt) / 1000);
    };
  }

  /** From what was read to what leaves the device. */
  #send(read: SimulatedMessage): SimulatedMessage | null {
    if (this.#body!.influence.dead) return null;
    let message: SimulatedMessage | null = read;
    for (const { playing } of this.#scenes) {
      if (message === null) return null;
      if (playing.send !== undefined) message = playing.send(message, this.#lastSent);
    }
    return message;
  }
}
