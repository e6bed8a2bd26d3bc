import type { Site } from './site.ts';

interface Hours {
  /** Local hours at which the place gets busy and quiet. */
  readonly from: number;
  readonly to: number;
  /** Activity outside of these hours, and the share of a working day's activity at the weekend. */
  readonly night: number;
  readonly weekend: number;
}

const HOURS: Readonly<Record<Site, Hours>> = {
  home: { from: 6.5, to: 23, night: 0.12, weekend: 1.25 },
  office: { from: 8, to: 19, night: 0.06, weekend: 0.15 },
  school: { from: 8, to: 17, night: 0.05, weekend: 0.08 },
  workshop: { from: 7.5, to: 18, night: 0.05, weekend: 0.25 },
  shop: { from: 9, to: 22, night: 0.15, weekend: 1.1 },
  restaurant: { from: 10, to: 22.5, night: 0.12, weekend: 1.2 },
  dataRoom: { from: 8, to: 19, night: 0.75, weekend: 0.95 },
  carPark: { from: 7, to: 22, night: 0.2, weekend: 0.7 },
};

/**
 * How busy a place is, 0 to about 1.3.
 *
 * @param hour local, 0 to 24
 * @param shift hours by which this place keeps other hours than its kind
 */
export function activity(site: Site, hour: number, weekend: boolean, shift: number): number {
  const { from, to, night, weekend: rest } = HOURS[site];
  const rising = Math.min(1, Math.max(0, (hour - from - shift + 0.6) / 1.2));
  const falling = Math.min(1, Math.max(0, (to + shift + 0.6 - hour) / 1.2));
  let busy = Math.min(rising, falling);
  // At home the day is for work and the evening for cooking, washing and watching (UCI: 3 A at 4 h, 10 A at 19 h).
  if (site === 'home') busy *= hour > 17 ? 1 : hour < 9 ? 0.8 : 0.5;
  if (site === 'restaurant') busy *= (hour > 11 && hour < 14) || hour > 17 ? 1 : 0.55;
  return night + (1 - night) * busy * (weekend ? rest : 1);
}
