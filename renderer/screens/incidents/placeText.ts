import type { DeviceView, FloorView } from '#shared/contract/views.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { Place } from '#shared/response/grouping.ts';

/** Where an incident is, in the installer's words. What has no name any more shows as the code it had. */
export function placeText(
  { type, floorId, name }: Place,
  floors: readonly FloorView[],
  devices: ReadonlyMap<string, DeviceView>,
  words: Words,
  language: Language,
): string {
  const placement = type === 'device' ? devices.get(name)?.placement : undefined;
  const floor = floors.find(({ id }) => id === (floorId ?? placement?.floorId));
  const at = floor?.name[language] ?? floorId ?? '';
  const spot =
    type === 'zone'
      ? (floor?.zones.find(({ id }) => id === name)?.name[language] ?? name)
      : type === 'panel'
        ? words.incidents.place.panel({ name })
        : (placement?.name ?? name);
  return at === '' ? spot : `${at} · ${spot}`;
}
