/** The kinds of place in which a device hangs. */
export const SITES = [
  'home',
  'office',
  'school',
  'workshop',
  'shop',
  'restaurant',
  'dataRoom',
  'carPark',
] as const;
export type Site = (typeof SITES)[number];
