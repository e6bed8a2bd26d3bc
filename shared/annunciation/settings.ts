/** How a desk sounds while nobody answers, and what an answer must say: an administrator's, for the whole site. */
import type { AlarmClass } from '#shared/alarms/alarm.ts';
import { NOTES_OPTIONAL, type NotePolicy } from '#shared/alarms/notePolicy.ts';

export interface AnnunciationSettings {
  /** What was silenced and is still unacknowledged sounds again after so many minutes. */
  readonly resoundMinutes: Readonly<Record<AlarmClass, number>>;
  /** Seconds without an acknowledgement after which the sound grows louder, and then insistent. */
  readonly growSeconds: Readonly<Record<AlarmClass, Growth>>;
  /** Minutes without any signed-on desk before that is a trouble; null where nobody is expected to sit. */
  readonly noSeatMinutes: number | null;
  /** Which alarms are acknowledged with a note or not at all. */
  readonly noteFrom: NotePolicy;
}

export interface Growth {
  readonly louder: number;
  readonly insistent: number;
}

/** A trouble that was silenced may be forgotten for a day at most. */
export const MAX_RESOUND_MINUTES = 24 * 60;

/** @param simulated in a simulated building nobody has to sit at the desk */
export function defaultAnnunciation(simulated: boolean): AnnunciationSettings {
  return {
    resoundMinutes: { fire: 3, supervisory: 15, trouble: MAX_RESOUND_MINUTES },
    growSeconds: {
      fire: { louder: 30, insistent: 90 },
      supervisory: { louder: 180, insistent: 600 },
      trouble: { louder: 900, insistent: 3_600 },
    },
    noSeatMinutes: simulated ? null : 5,
    noteFrom: NOTES_OPTIONAL,
  };
}
