/** What a point is called: the device and its floor, or the part of the desk. Pure. */
import { deskSourceOf } from '#shared/alarms/subject.ts';
import type { DeviceView, FloorView } from '#shared/contract/views.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { partText } from '#shared/i18n/troubleText.ts';
import type { Language } from '#shared/i18n/words.ts';

export interface PlaceName {
  /** The floor; for a part of the desk, the desk. */
  readonly where: string;
  readonly name: string;
}

export function placeNameOf(
  subjectId: string,
  desk: {
    readonly devices: ReadonlyMap<string, Pick<DeviceView, 'placement'>>;
    readonly floors: readonly FloorView[];
  },
  words: Words,
  language: Language,
): PlaceName {
  const source = deskSourceOf(subjectId);
  if (source !== null) return { where: words.alarms.ofDesk, name: partText(source, words) };
  const placement = desk.devices.get(subjectId)?.placement;
  const floor = desk.floors.find(({ id }) => id === placement?.floorId);
  return {
    where: floor?.name[language] ?? words.floors.unplaced,
    name: placement?.name ?? subjectId,
  };
}
