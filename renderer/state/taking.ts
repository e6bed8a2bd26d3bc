/** Taking an alarm on, so that two operators don't do the same, and writing to it. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { Services } from '../app/services.ts';

export type Taking = 'take' | 'takeOver' | 'release';

/** What the one key for it means: it depends on who has the alarm, and on who is asking. */
export function takingOf(
  { takenBy }: Pick<AlarmRecord, 'takenBy'>,
  operator: string | null,
): Taking {
  if (takenBy === null) return 'take';
  return takenBy === operator ? 'release' : 'takeOver';
}

/** Takes it, gives it up, or asks first when somebody else has it. */
export function take(
  { view, acts, session }: Pick<Services, 'view' | 'acts' | 'session'>,
  alarm: AlarmRecord,
): void {
  const meaning = takingOf(alarm, session.state.getState().operator?.name ?? null);
  if (meaning === 'takeOver') view.setState({ takingOver: alarm.id });
  else acts.perform(meaning, [alarm]);
}

/** Asks who is there before anything is written: a note that nobody can sign would be lost. */
export async function writeNote(
  { view, session }: Pick<Services, 'view' | 'session'>,
  { id }: Pick<AlarmRecord, 'id'>,
): Promise<void> {
  if ((await session.require()) !== null) view.setState({ noting: id });
}
