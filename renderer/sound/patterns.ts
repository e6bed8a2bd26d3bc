/** The desk's sounds, as data. Told apart by rhythm first and pitch second, so that a bad speaker will do. */
import type { AlarmClass } from '#shared/alarms/alarm.ts';

/** `lost` is the page's own: nobody is monitoring. */
export type SoundClass = AlarmClass | 'lost';
export const SOUND_CLASSES = ['fire', 'supervisory', 'trouble', 'lost'] as const;

/** 0 as usual, 1 louder, 2 louder still and without rest: for what nobody has answered. */
export type Insistence = 0 | 1 | 2;
export const INSISTENCES = [0, 1, 2] as const;

interface Tone {
  /** Seconds from the start of the cycle. */
  readonly at: number;
  /** Seconds */
  readonly length: number;
  readonly hertz: number;
  readonly shape: OscillatorType;
  /** 0 … 1 */
  readonly level: number;
}

export interface Pattern {
  readonly tones: readonly Tone[];
  /** Seconds after which it repeats. */
  readonly cycle: number;
}

/** A tone that starts or ends at once clicks. */
export const EDGE_S = 0.012;

/** What is left for the volume to grow into, while the usual sound is already loud. */
const SHARE: Readonly<Record<Insistence, number>> = { 0: 0.55, 1: 0.78, 2: 1 };

/** Full level of each shape: the overtones of a square or a saw overshoot it by a fifth. */
const FULL: Readonly<Record<'square' | 'sawtooth' | 'triangle' | 'sine', number>> = {
  square: 0.8,
  sawtooth: 0.8,
  triangle: 0.97,
  sine: 0.97,
};

type Note = readonly [at: number, length: number, hertz: number];

const pattern = (
  shape: keyof typeof FULL,
  cycle: number,
  insistence: Insistence,
  notes: readonly Note[],
): Pattern => ({
  cycle,
  tones: notes.map(([at, length, hertz]) => ({
    at,
    length,
    hertz,
    shape,
    level: FULL[shape] * SHARE[insistence],
  })),
});

// Three half-second pulses and a pause, after the temporal pattern of ISO 8201. The square wave at 520 Hz is the
// tone that wakes people best (NFPA 72), and its overtones survive small speakers.
const THREE: readonly Note[] = [0, 1, 2].map((second): Note => [second, 0.5, 520]);
/** What fills the pause when nobody comes: the three pulses stay what they are. */
const HURRY: readonly Note[] = [0, 1, 2, 3].map((step): Note => [2.7 + step * 0.3, 0.16, 780]);
const TWO_TONE: readonly Note[] = [
  [0, 0.22, 880],
  [0.28, 0.34, 660],
];
const TWO_SHORT: readonly Note[] = [
  [0, 0.12, 440],
  [0.2, 0.12, 440],
];
const FALLING: readonly Note[] = [
  [0, 0.3, 620],
  [0.36, 0.3, 490],
  [0.72, 0.5, 390],
];

/** @returns the sound of a class; the same rhythm at every insistence, with less rest between. */
export function patternOf(sound: SoundClass, insistence: Insistence): Pattern {
  switch (sound) {
    case 'fire':
      return pattern('square', 4, insistence, insistence === 2 ? [...THREE, ...HURRY] : THREE);
    case 'supervisory':
      return pattern('triangle', [3, 2.2, 1.5][insistence] ?? 3, insistence, TWO_TONE);
    case 'trouble':
      return pattern('sine', [6, 4, 2.4][insistence] ?? 6, insistence, TWO_SHORT);
    case 'lost':
      return pattern('sawtooth', [3.5, 2.6, 1.8][insistence] ?? 3.5, insistence, FALLING);
  }
}

/** Something of a walk test has arrived: one high blip that is no alarm. */
export const HIT: Pattern = pattern('sine', 0.3, 0, [
  [0, 0.07, 1760],
  [0.09, 0.12, 2349],
]);

/** So low and so quiet that nobody hears it; the bus measures it to prove that it works. */
export const PROBE: Pattern = {
  cycle: 0.6,
  tones: [{ at: 0, length: 0.6, hertz: 40, shape: 'sine', level: 0.0002 }],
};
