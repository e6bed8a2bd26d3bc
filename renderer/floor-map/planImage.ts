/** What lies under the zones and markers: the floor's own drawing, or the one that came with the program. */
import type { FloorView } from '#shared/contract/views.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { Theme } from '../state/preferences.ts';
import { themedPlan } from './planTheme.ts';
import type { SceneZone } from './scene.ts';

export interface PlanLook {
  readonly theme: Theme;
  readonly language: Language;
}

type Drawn = Pick<FloorView, 'planSvg'> & { readonly drawing?: FloorView['drawing'] | null };

/** @param drawing address of the floor's own drawing; null while it has none, or none yet */
export function showPlan(
  image: HTMLImageElement,
  floor: Drawn,
  { theme, language }: PlanLook,
  drawing: string | null,
): void {
  const own = floor.drawing;
  // An SVG that is loaded as an image is a document of its own, runs no scripts and fetches nothing.
  const source = own
    ? (drawing ?? EMPTY)
    : // data: and not blob:, so that nothing has to be revoked.
      `data:image/svg+xml;charset=utf-8,${encodeURIComponent(themedPlan(floor.planSvg, theme, language))}`;
  if (image.src !== source) image.src = source;
  image.classList.toggle('plan-image-turned', own?.invert === true && theme === 'dark');
}

const EMPTY = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';

/** Whether the drawing shows rooms with their names, as the one of the simulated building does. */
export function drawsRooms(floor: Drawn): boolean {
  return !floor.drawing && floor.planSvg.includes('"plan-room');
}

/** Zones to draw: none over a drawing that shows its rooms itself. */
export function sceneZones(
  floor: Drawn & Pick<FloorView, 'zones'>,
  language: Language,
): readonly SceneZone[] {
  if (drawsRooms(floor)) return [];
  return floor.zones.map(({ id, name, kind, polygon }) => ({
    id,
    name: name[language],
    electrical: kind === 'electrical',
    polygon,
  }));
}
