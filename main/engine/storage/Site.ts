import type { LocalName } from '#shared/contract/views.ts';

/** The building that a data folder belongs to. */
export interface Site {
  readonly id: string;
  readonly name: LocalName;
  /** IANA name; screens show times in it. */
  readonly timeZone: string;
  readonly powerUnit: 'kW' | 'W';
  readonly powerFactorUnit: 'ratio' | 'percent';
  /** True when no real device reports here: every screen and export must say so. */
  readonly simulated: boolean;
}
