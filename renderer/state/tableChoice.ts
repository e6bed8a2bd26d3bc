/** Which row of the alarm table keys mean, and which are picked to be acknowledged together. Pure. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { acknowledgedAlone } from './picking.ts';

export interface TableChoice {
  /** Null until somebody goes to a row. */
  readonly index: number | null;
  /** The alarm of that row, as soon as it is here. */
  readonly alarmId: string | null;
  readonly picked: ReadonlySet<string>;
  /** The row at which Shift began. */
  readonly from: number | null;
}

const NOBODY: ReadonlySet<string> = new Set();
export const NOTHING_CHOSEN: TableChoice = {
  index: null,
  alarmId: null,
  picked: NOBODY,
  from: null,
};

/** The alarm of a row; undefined while it is not here. */
type AlarmAt = (index: number) => AlarmRecord | undefined;

/** Goes to a row; with `reach` everything from where it began is picked, as far as it is here and waits. */
export function goTo(
  choice: TableChoice,
  index: number,
  alarmAt: AlarmAt,
  reach = false,
): TableChoice {
  const alarmId = alarmAt(index)?.id ?? null;
  if (!reach) return { index, alarmId, picked: NOBODY, from: null };
  const from = choice.from ?? choice.index ?? index;
  const picked = new Set<string>();
  for (let one = Math.min(from, index); one <= Math.max(from, index); one++) {
    const alarm = alarmAt(one);
    if (alarm && waitsForAcknowledgement(alarm.state)) picked.add(alarm.id);
  }
  return { index, alarmId, picked, from };
}

/** One more or one less. The first time it adds to the row that was chosen. */
export function toggle(choice: TableChoice, index: number, alarmAt: AlarmAt): TableChoice {
  const alarm = alarmAt(index);
  const picked = new Set(choice.picked);
  const before = choice.index === null ? undefined : alarmAt(choice.index);
  if (
    picked.size === 0 &&
    before &&
    choice.index !== index &&
    waitsForAcknowledgement(before.state)
  )
    picked.add(before.id);
  if (alarm && !picked.delete(alarm.id) && waitsForAcknowledgement(alarm.state))
    picked.add(alarm.id);
  return { index, alarmId: alarm?.id ?? null, picked, from: null };
}

/** All of the chosen row's class that are here, wait, and may be acknowledged together. */
export function pickClass(choice: TableChoice, alarms: readonly AlarmRecord[]): TableChoice {
  const chosen = alarms.find(({ id }) => id === choice.alarmId);
  if (!chosen) return choice;
  const picked = alarms.filter(
    (alarm) =>
      alarm.alarmClass === chosen.alarmClass &&
      waitsForAcknowledgement(alarm.state) &&
      !acknowledgedAlone(alarm),
  );
  return { ...choice, picked: new Set(picked.map(({ id }) => id)), from: null };
}

export const unpick = (choice: TableChoice): TableChoice => ({
  ...choice,
  picked: NOBODY,
  from: null,
});

/**
 * After the rows were asked for anew: stays with its alarm where that is among the first rows, and lets go otherwise. What
 * is picked stays picked: it is named by its alarms.
 */
export function onNewRows(choice: TableChoice, first: readonly AlarmRecord[]): TableChoice {
  const index = first.findIndex(({ id }) => id === choice.alarmId);
  return index === -1
    ? { ...choice, index: null, alarmId: null, from: null }
    : { ...choice, index, from: null };
}

/**
 * What "acknowledge" means now: what is picked and still waits, else the chosen row if it does.
 * @param open alarms that have not ended, as they are now
 */
export function meantBy(
  { picked, alarmId }: TableChoice,
  open: ReadonlyMap<string, AlarmRecord>,
): readonly AlarmRecord[] {
  const waiting = (ids: Iterable<string>) =>
    [...ids].flatMap((id) => {
      const alarm = open.get(id);
      return alarm && waitsForAcknowledgement(alarm.state) ? [alarm] : [];
    });
  const several = waiting(picked);
  return several.length > 0 ? several : waiting(alarmId === null ? [] : [alarmId]);
}
