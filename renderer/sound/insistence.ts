/** How insistent the desk's sound is: the longer nobody answers, the more. */
import type { AlarmClass, AlarmRecord } from '#shared/alarms/alarm.ts';
import type { Growth } from '#shared/annunciation/settings.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Insistence, SoundClass } from './patterns.ts';

/** Nobody is monitoring: as urgent as a fire. */
const LOST: Growth = { louder: 30, insistent: 120 };

/**
 * By the alarm that has waited longest of those that make the sound, and by what the escalation table asks for.
 *
 * @param now the engine's time
 * @param lostMs how long nothing was heard of the engine
 * @param asked by the escalation table, for one alarm
 */
export function insistenceOf(
  sound: SoundClass | null,
  rings: readonly AlarmRecord[],
  now: EpochMs,
  lostMs: number,
  growth: Readonly<Record<AlarmClass, Growth>>,
  asked: (alarm: AlarmRecord) => Insistence,
): Insistence {
  if (sound === null) return 0;
  if (sound === 'lost') return byAge(lostMs, LOST);
  let most: Insistence = 0;
  for (const alarm of rings) {
    if (alarm.alarmClass !== sound) continue;
    const level = Math.max(byAge(now - alarm.raisedAt, growth[sound]), asked(alarm));
    if (level > most) most = level as Insistence;
  }
  return most;
}

function byAge(ageMs: number, { louder, insistent }: Growth): Insistence {
  const seconds = ageMs / 1_000;
  return seconds >= insistent ? 2 : seconds >= louder ? 1 : 0;
}
