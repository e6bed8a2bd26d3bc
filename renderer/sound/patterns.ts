/** The four sounds of the desk, as data. Told apart by rhythm first and pitch second, so that a bad speaker will do. */
import type { AlarmClass } from '#shared/alarms/alarm.ts';

/** `lost` is the page's own: nobody is monitoring. */
export type SoundClass = AlarmClass | 'lost';

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

const tone = (
  at: number,
  length: number,
  hertz: number,
  shape: OscillatorType,
  level: number,
): Tone => ({
  at,
  length,
  hertz,
  shape,
  level,
});

export const PATTERNS: Readonly<Record<SoundClass, Pattern>> = {
  // Three half-second pulses and a pause, after the temporal pattern of ISO 8201. The square wave at 520 Hz is the
  // tone that wakes people best (NFPA 72), and its overtones survive small speakers.
  fire: {
    tones: [0, 1, 2].map((second) => tone(second, 0.5, 520, 'square', 0.5)),
    cycle: 4,
  },
  supervisory: {
    tones: [tone(0, 0.22, 880, 'triangle', 0.7), tone(0.28, 0.34, 660, 'triangle', 0.7)],
    cycle: 3,
  },
  trouble: {
    tones: [tone(0, 0.12, 440, 'sine', 0.8), tone(0.2, 0.12, 440, 'sine', 0.8)],
    cycle: 6,
  },
  lost: {
    tones: [
      tone(0, 0.3, 620, 'sawtooth', 0.4),
      tone(0.36, 0.3, 490, 'sawtooth', 0.4),
      tone(0.72, 0.5, 390, 'sawtooth', 0.4),
    ],
    cycle: 3.5,
  },
};
