/** THE demo building: three floors as an architect draws them, and the devices an electrician put there. */
import type { DevicePlacement, FloorView, LocalName } from '#shared/contract/views.ts';
import type { LoadKind } from './loads.ts';

export interface BuildingDevice {
  readonly id: string;
  readonly placement: DevicePlacement;
  /** What hangs on the circuit; only the simulator knows. */
  readonly load: LoadKind;
}

export interface Building {
  readonly site: {
    readonly id: string;
    readonly name: LocalName;
    readonly timeZone: string;
    readonly powerUnit: 'kW' | 'W';
    readonly powerFactorUnit: 'ratio' | 'percent';
  };
  readonly floors: readonly FloorView[];
  readonly devices: readonly BuildingDevice[];
  /** Devices that report although nobody has named and placed them yet. */
  readonly unplaced: readonly string[];
  /** °C in the yearly mean, by floor. */
  readonly ambientC: Readonly<Record<string, number>>;
}

export interface BuildingOptions {
  readonly seed: number;
  readonly devices?: number;
}

export function createBuilding(_options: BuildingOptions): Building {
  return {
    site: {
      id: 'hangang-tower',
      name: { ko: '한강메디타워', en: 'Hangang Medi Tower' },
      timeZone: 'Asia/Seoul',
      powerUnit: 'kW',
      powerFactorUnit: 'ratio',
    },
    floors: [],
    devices: [],
    unplaced: [],
    ambientC: {},
  };
}
