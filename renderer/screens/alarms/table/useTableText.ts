import { useMemo, useRef } from 'react';
import type { DevicePlacement, DeviceView } from '#shared/contract/views.ts';
import { useDesk, useEngineNow, useLanguage, useTime, useWords } from '../../../app/hooks.ts';
import type { TextParts } from '../../../state/alarmTableText.ts';

type Placed = ReadonlyMap<string, Pick<DeviceView, 'placement'>>;

const sameName = (a: DevicePlacement | null, b: DevicePlacement | null | undefined): boolean =>
  a?.name === b?.name && a?.floorId === b?.floorId && a?.zoneId === b?.zoneId;

/** The devices as they were, for as long as only their readings change, which they do ten times a second. */
function usePlaced(): Placed {
  const devices = useDesk((desk) => desk.devices);
  const kept = useRef<Placed>(devices);
  if (kept.current !== devices) {
    const before = kept.current;
    const same =
      before.size === devices.size &&
      [...devices].every(([id, { placement }]) => sameName(placement, before.get(id)?.placement));
    if (!same) kept.current = devices;
  }
  return kept.current;
}

/** What the table's cells are written with. New once a minute, for what lasts. */
export function useTableText(): TextParts {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const devices = usePlaced();
  const floors = useDesk((desk) => desk.floors);
  const timeZone = useDesk((desk) => desk.status?.timeZone) ?? 'UTC';
  return useMemo(
    () => ({ words, language, time, now, devices, floors, timeZone }),
    [words, language, time, now, devices, floors, timeZone],
  );
}
