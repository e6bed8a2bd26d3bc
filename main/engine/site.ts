/** The site that the data folder belongs to: made at the first start, and never mixed with another. */
import type { Building } from '#shared/simulation/building.ts';
import type { DeviceRegistry, Site } from './storage/DeviceRegistry.ts';

const NEW_SITE: Site = {
  id: 'site',
  name: { ko: '현장', en: 'Site' },
  timeZone: 'Asia/Seoul',
  powerUnit: 'kW',
  powerFactorUnit: 'ratio',
  simulated: false,
};

/**
 * @param building the simulated building to install, or undefined for a real site.
 * @throws when a simulated building is asked for in a folder that holds a real site's data.
 */
export function installSite(
  registry: DeviceRegistry,
  building: Building | undefined,
  now: number,
): Site {
  const known = registry.site();
  if (!building) {
    if (known) return known;
    registry.saveSite(NEW_SITE);
    return NEW_SITE;
  }
  if (known && !known.simulated)
    throw new Error(
      'This data folder belongs to a real site. The simulated building needs a folder of its own: choose another with --data.',
    );
  const site: Site = { ...building.site, simulated: true };
  if (!known) {
    registry.saveSite(site);
    for (const floor of building.floors) registry.saveFloor(floor);
    for (const { id, placement } of building.devices) {
      registry.discover(id, now);
      registry.place(id, placement, 'simulation', now);
    }
  }
  return known ?? site;
}
