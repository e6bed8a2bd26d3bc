/**
 * Proves that the desk can be heard: the audio clock moves, there is a device to come out of, and what is played is
 * measured where it leaves. A tone that nobody hears is measured every minute, a real alarm all the time.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SoundVerdict } from '#shared/annunciation/seat.ts';
import type { Annunciation } from './Annunciator.ts';

/** Why the verdict is what it is; keys of the dictionary's `soundCheck.reasons`. */
export type SoundReason =
  | 'ok'
  | 'suspended'
  | 'noAudio'
  | 'clockStands'
  | 'noDevice'
  | 'noSignal'
  | 'heardNothing';

const VERDICTS: Readonly<Record<SoundReason, SoundVerdict>> = {
  ok: 'ok',
  suspended: 'blocked',
  noAudio: 'unavailable',
  clockStands: 'unavailable',
  noDevice: 'unavailable',
  noSignal: 'notHeard',
  heardNothing: 'notHeard',
};

interface Output {
  readonly id: string;
  readonly label: string;
}

export interface Soundness {
  readonly verdict: SoundVerdict;
  readonly reason: SoundReason;
  /** Monotonic time of the last measurement; null before the first. */
  readonly measuredAt: number | null;
  /** Root mean square of the last measurement. */
  readonly rms: number;
  /** Outputs that can be chosen between; empty where the browser keeps them to itself. */
  readonly outputs: readonly Output[];
  /** How many there are; null where the browser doesn't tell. */
  readonly outputCount: number | null;
}

const PROBE_EVERY_MS = 60_000;
/** After one that failed. */
const PROBE_AGAIN_MS = 10_000;
/** How long a measurement lasts: the slowest alarm sounds at least once in it. */
const PROBE_MS = 1_500;
const ALARM_MS = 8_000;
/** Far below the quietest that can be set, far above nothing. */
const PROBE_FLOOR = 0.000_008;
const ALARM_FLOOR = 0.005;
const LOOK_FOR_DEVICES_MS = 60_000;

interface Measured {
  readonly state: StoreApi<Pick<Annunciation, 'audio' | 'playing'>>;
  probe(): void;
  rms(): number;
  choosesOutput(): boolean;
}

export interface SoundCheckParts {
  readonly sound: Measured;
  /** The machine's devices; null where the browser doesn't tell. */
  readonly devices: () => Promise<
    readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[] | null
  >;
}

interface Measurement {
  readonly of: Annunciation['playing'] | 'probe';
  readonly until: number;
  loudest: number;
}

export class SoundCheck {
  readonly state: StoreApi<Soundness>;
  readonly #parts: SoundCheckParts;
  #measurement: Measurement | null = null;
  #nextProbeAt = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #signal = true;
  #heardNothing = false;

  constructor(parts: SoundCheckParts) {
    this.#parts = parts;
    this.state = createStore<Soundness>(() => ({
      verdict: 'blocked',
      reason: 'suspended',
      measuredAt: null,
      rms: 0,
      outputs: [],
      outputCount: null,
    }));
  }

  /** What the operator said after the audible test. */
  heard(heard: boolean): void {
    this.#heardNothing = !heard;
    this.#judge();
  }

  /** A device came or went. */
  async lookForDevices(): Promise<void> {
    const all = await this.#parts.devices().catch(() => null);
    const outputs = all?.filter(({ kind }) => kind === 'audiooutput');
    // Browsers that can't choose an output don't list any either, which says nothing about the machine.
    const known = this.#parts.sound.choosesOutput() ? outputs : undefined;
    this.state.setState({
      outputCount: known?.length ?? null,
      outputs: (known ?? [])
        .filter(({ deviceId }) => deviceId !== '')
        .map(({ deviceId, label }) => ({ id: deviceId, label: label === '' ? deviceId : label })),
    });
    this.#judge();
  }

  /** Called a few times a second. @param now monotonic milliseconds */
  tick(now: number): void {
    if (now - this.#lookedAt >= LOOK_FOR_DEVICES_MS) {
      this.#lookedAt = now;
      this.lookForDevices();
    }
    this.#measure(now);
    this.#judge();
  }

  #measure(now: number): void {
    const { sound } = this.#parts;
    const { audio, playing } = sound.state.getState();
    if (audio !== 'ready') {
      this.#measurement = null;
      this.#signal = true;
      this.#nextProbeAt = now;
      return;
    }
    const current = this.#measurement;
    if (current !== null && (playing ?? 'probe') === current.of) {
      current.loudest = Math.max(current.loudest, sound.rms());
      if (now < current.until) return;
      const floor = current.of === 'probe' ? PROBE_FLOOR : ALARM_FLOOR;
      this.#signal = current.loudest >= floor;
      this.state.setState({ measuredAt: now, rms: current.loudest });
      this.#nextProbeAt = now + (this.#signal ? PROBE_EVERY_MS : PROBE_AGAIN_MS);
    }
    this.#measurement = null;
    if (playing !== null) {
      this.#measurement = { of: playing, until: now + ALARM_MS, loudest: 0 };
    } else if (now >= this.#nextProbeAt) {
      sound.probe();
      this.#measurement = { of: 'probe', until: now + PROBE_MS, loudest: 0 };
    }
  }

  #judge(): void {
    const reason = this.#reason();
    if (reason !== this.state.getState().reason)
      this.state.setState({ reason, verdict: VERDICTS[reason] });
  }

  #reason(): SoundReason {
    const { audio } = this.#parts.sound.state.getState();
    if (audio === 'unavailable') return 'noAudio';
    if (this.state.getState().outputCount === 0) return 'noDevice';
    if (audio === 'blocked') return 'suspended';
    if (audio === 'standing') return 'clockStands';
    if (!this.#signal) return 'noSignal';
    return this.#heardNothing ? 'heardNothing' : 'ok';
  }
}
