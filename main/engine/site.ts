/** The site that the data folder belongs to: made at the first start, and never mixed with another. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { FloorView } from '#shared/contract/views.ts';
import type { Building } from '#shared/simulation/building.ts';
import type { Storage } from './openStorage.ts';
import type { DeviceRegistry, Site } from './storage/DeviceRegistry.ts';
import type { Settings } from './storage/Settings.ts';

/** What the administrator says of a real site; what isn't said stays as it is. */
export type SiteSettings = Partial<
  Pick<Site, 'name' | 'timeZone' | 'powerUnit' | 'powerFactorUnit'>
>;

const NEW_SITE: Site = {
  id: 'site',
  name: { ko: '현장', en: 'Site' },
  timeZone: 'Asia/Seoul',
  powerUnit: 'kW',
  powerFactorUnit: 'ratio',
  simulated: false,
};

const REPLAY_KEY = 'replay';

const WIDTH_M = 40;
const HEIGHT_M = 30;

/** An empty plan, so that the first devices of a new site can be named and placed at once. */
const FIRST_FLOOR: FloorView = {
  id: 'floor-1',
  name: { ko: '지상 1층', en: 'Floor 1' },
  level: 0,
  widthM: WIDTH_M,
  heightM: HEIGHT_M,
  planSvg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_M} ${HEIGHT_M}"><rect class="plan-outline" x="0" y="0" width="${WIDTH_M}" height="${HEIGHT_M}"/></svg>`,
  zones: [],
};

/**
 * @param building the simulated building to install, or undefined for a real site.
 * @throws when a simulated building is asked for in a folder that holds a real site's data, or the other way round.
 */
export function installSite(
  { controlRoom, registry, audit }: Pick<Storage, 'controlRoom' | 'registry' | 'audit'>,
  building: Building | undefined,
  settings: SiteSettings,
  now: number,
): Site {
  return controlRoom
    .transaction(() => {
      const known = registry.site();
      const site = building
        ? simulatedSite(registry, known, building, now)
        : realSite(registry, known, settings);
      if (!isDeepStrictEqual(known, site))
        audit.append({
          by: null,
          action: 'site.change',
          subject: site.id,
          detail: { from: known, to: site },
        });
      return site;
    })
    .immediate();
}

/**
 * Whether the folder is one in which recordings are played: then nothing that is seen there is live.
 * @param used whether there is a site in it
 * @throws when a desk that monitors and a replay would meet in one folder
 */
export function isReplay(
  settings: Settings,
  used: boolean,
  { playing, listening }: { readonly playing: boolean; readonly listening: boolean },
): boolean {
  const marked = settings.get(REPLAY_KEY, z.literal(true)) === true;
  if (playing && used && !marked)
    throw new Error(
      'This data folder belongs to a desk that monitors. A replay needs a folder of its own: choose another with --data.',
    );
  if (listening && marked)
    throw new Error(
      'This data folder holds a replay. A desk that monitors needs a folder of its own: choose another with --data.',
    );
  return marked || playing;
}

/** The site of a replay: marked as simulated as well, so that whatever leaves it says that nothing of it is live. */
export function installReplay(
  { controlRoom, registry, settings }: Pick<Storage, 'controlRoom' | 'registry' | 'settings'>,
  given: SiteSettings,
  now: number,
): Site {
  // What a power cut takes away is played again; a sync for each second of the recording would be the slowest part.
  controlRoom.pragma('synchronous = NORMAL');
  return controlRoom
    .transaction(() => {
      const site: Site = { ...(registry.site() ?? NEW_SITE), ...given, simulated: true };
      settings.set(REPLAY_KEY, true, now);
      registry.saveSite(site);
      if (registry.floors().length === 0) registry.saveFloor(FIRST_FLOOR);
      return site;
    })
    .immediate();
}

function realSite(registry: DeviceRegistry, known: Site | null, settings: SiteSettings): Site {
  if (known?.simulated)
    throw new Error(
      'This data folder belongs to the simulated building. A real site needs a folder of its own: choose another with --data, or add --demo.',
    );
  const site: Site = { ...(known ?? NEW_SITE), ...settings };
  registry.saveSite(site);
  if (registry.floors().length === 0) registry.saveFloor(FIRST_FLOOR);
  return site;
}

function simulatedSite(
  registry: DeviceRegistry,
  known: Site | null,
  building: Building,
  now: number,
): Site {
  if (known && !known.simulated)
    throw new Error(
      'This data folder belongs to a real site. The simulated building needs a folder of its own: choose another with --data.',
    );
  if (known) return known;
  const site: Site = { ...building.site, simulated: true };
  registry.saveSite(site);
  for (const floor of building.floors) registry.saveFloor(floor);
  for (const { id, placement } of building.devices) {
    registry.discover(id, now);
    registry.place(id, placement, 'simulation', now);
  }
  return site;
}
