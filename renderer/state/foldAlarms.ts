/** The rows of the alarm list: one for each alarm, and in a flood one for many that hang together. Pure. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { type PlaceGroup, placeGroupKey, placeGroupOf } from '#shared/alarms/placeGroup.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import { toAcknowledge } from './picking.ts';

interface AlarmListRow {
  readonly type: 'alarm';
  readonly key: string;
  readonly alarm: AlarmRecord;
  /** The fold that it was unfolded from. */
  readonly within: string | null;
}

export interface FoldRow {
  readonly type: 'fold';
  readonly key: string;
  /** What they have in common; null for devices that were not placed. */
  readonly group: PlaceGroup | null;
  /** At least two, most urgent first. */
  readonly members: readonly AlarmRecord[];
  readonly waiting: number;
  readonly unfolded: boolean;
}

export type ListRow = AlarmListRow | FoldRow;

export interface Folding {
  readonly placementOf: (deviceId: string) => DevicePlacement | null;
  /** Outside of a flood nothing is folded. */
  readonly flood: boolean;
  readonly unfolded: ReadonlySet<string>;
  /** The operator's own alarm stays in sight. */
  readonly selectedId: string | null;
  /** The fold that is chosen instead: then all that hangs together is meant. */
  readonly foldKey: string | null;
}

/** Fire is never folded; nor is what somebody works on, or what the desk says about itself. */
function staysApart({ alarmClass, takenBy, deviceId }: AlarmRecord): boolean {
  return alarmClass === 'fire' || takenBy !== null || deskSourceOf(deviceId) !== null;
}

/** @param sorted most urgent first; a fold stands where the most urgent of its alarms would */
export function foldAlarms(sorted: readonly AlarmRecord[], folding: Folding): readonly ListRow[] {
  const { placementOf, flood, unfolded, selectedId, foldKey } = folding;
  if (!flood) return sorted.map((alarm) => rowOf(alarm, null));
  const groupOf = new Map<AlarmRecord, string>();
  const folds = new Map<string, { group: PlaceGroup | null; members: AlarmRecord[] }>();
  for (const alarm of sorted) {
    if (staysApart(alarm)) continue;
    const group = placeGroupOf(placementOf(alarm.deviceId));
    const key = `fold:${group === null ? '' : placeGroupKey(group)}`;
    // In an open fold it is in sight where it is, and must not jump away when the selection comes to it.
    if (alarm.id === selectedId && !unfolded.has(key) && foldKey !== key) continue;
    const fold = folds.get(key) ?? { group, members: [] };
    fold.members.push(alarm);
    folds.set(key, fold);
    groupOf.set(alarm, key);
  }
  return sorted.flatMap((alarm): readonly ListRow[] => {
    const key = groupOf.get(alarm);
    const fold = key === undefined ? undefined : folds.get(key);
    // One alarm alone is not shorter for being folded.
    if (key === undefined || fold === undefined || fold.members.length < 2)
      return [rowOf(alarm, null)];
    if (fold.members[0] !== alarm) return [];
    const open = unfolded.has(key);
    const row: FoldRow = {
      type: 'fold',
      key,
      ...fold,
      waiting: fold.members.filter(({ state }) => waitsForAcknowledgement(state)).length,
      unfolded: open,
    };
    return open ? [row, ...fold.members.map((member) => rowOf(member, key))] : [row];
  });
}

function rowOf(alarm: AlarmRecord, within: string | null): AlarmListRow {
  return { type: 'alarm', key: alarm.id, alarm, within };
}

/** How many alarms are out of sight, and in how many folds. */
export function foldedIn(rows: readonly ListRow[]): { alarms: number; groups: number } {
  const folds = rows.filter((row) => row.type === 'fold');
  return {
    alarms: folds.reduce((sum, { members }) => sum + members.length, 0),
    groups: folds.length,
  };
}

/** Every alarm once, in the order in which the rows show them: what Shift goes over. */
export function inRowOrder(rows: readonly ListRow[]): readonly AlarmRecord[] {
  return rows.flatMap((row) => {
    if (row.type === 'alarm') return [row.alarm];
    return row.unfolded ? [] : row.members;
  });
}

/** The row that keys mean: the fold that was chosen, else the selected alarm, else the most urgent. */
export function chosenRow(
  rows: readonly ListRow[],
  { foldKey, alarmId }: { readonly foldKey: string | null; readonly alarmId: string | null },
): ListRow | null {
  const fold = foldKey === null ? undefined : rows.find(({ key }) => key === foldKey);
  return fold ?? rows.find(({ key }) => key === alarmId) ?? rows[0] ?? null;
}

export function moveRow(
  rows: readonly ListRow[],
  chosen: ListRow | null,
  step: 1 | -1,
): ListRow | null {
  const index = chosen === null ? -1 : rows.findIndex(({ key }) => key === chosen.key);
  if (index === -1) return rows[0] ?? null;
  return rows[Math.min(rows.length - 1, Math.max(0, index + step))] ?? null;
}

/** What the row stands for. */
export function alarmsOf(row: ListRow | null): readonly AlarmRecord[] {
  if (row === null) return [];
  return row.type === 'alarm' ? [row.alarm] : row.members;
}

/** What "acknowledge" means now: what is picked and still waits, else what of the chosen row does. */
export function meantBy(
  chosen: ListRow | null,
  sorted: readonly AlarmRecord[],
  picked: ReadonlySet<string>,
): readonly AlarmRecord[] {
  if (chosen?.type !== 'fold') return toAcknowledge(sorted, chosen?.alarm ?? null, picked);
  const meant = toAcknowledge(sorted, null, picked);
  return meant.length > 0
    ? meant
    : chosen.members.filter(({ state }) => waitsForAcknowledgement(state));
}
