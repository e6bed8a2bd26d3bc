/** What this window is looking at: screen, floor, selection, drawer. Nothing of it leaves the page. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export type Screen = 'desk' | 'system';

/** Where an unplaced device is about to be put. */
export interface Placing {
  readonly deviceId: string;
  readonly xM: number | null;
  readonly yM: number | null;
}

export interface ViewState {
  readonly screen: Screen;
  /** Null shows the first floor of the list. */
  readonly floorId: string | null;
  readonly alarmId: string | null;
  /** The device that is marked on the plan. */
  readonly deviceId: string | null;
  /** Whether that device's drawer is open. */
  readonly drawerOpen: boolean;
  readonly inboxOpen: boolean;
  readonly placing: Placing | null;
  /** A wish to have a device in the middle of the plan; a new object each time. */
  readonly centre: { readonly deviceId: string } | null;
  /** Fire alarms that came while the operator was working, newest first. */
  readonly announced: readonly string[];
}

export type ViewStore = StoreApi<ViewState>;

export function createView(): ViewStore {
  return createStore<ViewState>(() => ({
    screen: 'desk',
    floorId: null,
    alarmId: null,
    deviceId: null,
    drawerOpen: false,
    inboxOpen: false,
    placing: null,
    centre: null,
    announced: [],
  }));
}

/** Brings a device's floor up with the device in the middle, whatever screen was open. */
export function showDevice(
  view: ViewStore,
  device: { readonly id: string; readonly floorId: string | null },
  alarmId?: string,
): void {
  view.setState({
    screen: 'desk',
    deviceId: device.id,
    centre: { deviceId: device.id },
    ...(device.floorId === null ? {} : { floorId: device.floorId }),
    ...(alarmId === undefined ? {} : { alarmId }),
  });
}
