/** The alarm list's rows as they are now, for the list and for the keys. */
import { useMemo } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useDesk, useView } from '../../app/hooks.ts';
import type { Services } from '../../app/services.ts';
import { sortAlarms } from '../../state/alarmList.ts';
import { chosenRow, foldAlarms, type ListRow } from '../../state/foldAlarms.ts';
import type { ViewStore } from '../../state/view.ts';

export interface AlarmRows {
  readonly sorted: readonly AlarmRecord[];
  readonly rows: readonly ListRow[];
  readonly chosen: ListRow | null;
}

export function useAlarmRows(): AlarmRows {
  const alarms = useDesk((desk) => desk.alarms);
  const flood = useDesk((desk) => (desk.status?.flood ?? null) !== null);
  // Outside of a flood nobody asks where a device is, and its values change ten times a second.
  const devices = useDesk((desk) => (flood ? desk.devices : null));
  const unfolded = useView((view) => view.unfolded);
  const alarmId = useView((view) => view.alarmId);
  const foldKey = useView((view) => view.foldKey);
  const sorted = useMemo(() => sortAlarms(alarms), [alarms]);
  const rows = useMemo(() => {
    const placementOf = (deviceId: string) => devices?.get(deviceId)?.placement ?? null;
    return foldAlarms(sorted, { placementOf, flood, unfolded, selectedId: alarmId, foldKey });
  }, [sorted, devices, flood, unfolded, alarmId, foldKey]);
  return { sorted, rows, chosen: chosenRow(rows, { foldKey, alarmId }) };
}

export function alarmRowsNow({ desk, view }: Pick<Services, 'desk' | 'view'>): AlarmRows {
  const { alarms, devices, status } = desk.getState();
  const { alarmId, foldKey, unfolded } = view.getState();
  const sorted = sortAlarms(alarms);
  const rows = foldAlarms(sorted, {
    placementOf: (deviceId) => devices.get(deviceId)?.placement ?? null,
    flood: (status?.flood ?? null) !== null,
    unfolded,
    selectedId: alarmId,
    foldKey,
  });
  return { sorted, rows, chosen: chosenRow(rows, { foldKey, alarmId }) };
}

/** Opens or closes a fold, and stays on it. */
export function turnFold(view: ViewStore, key: string, open: boolean): void {
  const unfolded = new Set(view.getState().unfolded);
  if (open) unfolded.add(key);
  else unfolded.delete(key);
  view.setState({ unfolded, foldKey: key });
}
