/** What this window is looking at: screen, floor, selection, drawer. Nothing of it leaves the page. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { BUILT_IN, BUILT_IN_VIEWS, type TableView } from '#shared/alarms/alarmTable.ts';
import type { Point } from '#shared/alarms/setAside.ts';
import type { DeviceView } from '#shared/contract/views.ts';
import type { Overlay } from '../floor-map/overlays.ts';

export const SCREENS = [
  'desk',
  'alarms',
  'incidents',
  'shift',
  'model',
  'system',
  'settings',
] as const;
export type Screen = (typeof SCREENS)[number];

/** Where a device is about to be put: one from the inbox, or one that is moved. */
export interface Placing {
  readonly deviceId: string;
  /** It has a place already and is moved or renamed. */
  readonly moving: boolean;
  readonly xM: number | null;
  readonly yM: number | null;
}

/** Points for the dialog that sets them aside, and whether it begins with the whole device. */
export interface SettingAside {
  readonly points: readonly Point[];
  readonly wholeDevice: boolean;
}

/** An alarm for the dialog in which a hazard is confirmed, or the result of a look at it is reported. */
export interface Investigating {
  readonly alarmId: string;
  readonly what: 'confirm' | 'report';
}

export interface ViewState {
  readonly screen: Screen;
  /** Null shows the first floor of the list. */
  readonly floorId: string | null;
  readonly alarmId: string | null;
  /** The fold that is chosen instead of an alarm, in a flood. */
  readonly foldKey: string | null;
  /** Folds that the operator has opened. */
  readonly unfolded: ReadonlySet<string>;
  /** Alarms picked for one acknowledgement; empty when only the selected one is meant. */
  readonly picked: ReadonlySet<string>;
  /** The row at which Shift began. */
  readonly pickFrom: string | null;
  /** The device that is marked on the plan. */
  readonly deviceId: string | null;
  /** Whether that device's drawer is open. */
  readonly drawerOpen: boolean;
  readonly inboxOpen: boolean;
  readonly placing: Placing | null;
  /** A wish to have a device in the middle of the plan; a new object each time. */
  readonly centre: { readonly deviceId: string } | null;
  /** The incident that the Incidents screen shows. */
  readonly incidentId: string | null;
  /** An alarm that somebody else has taken: whether to take it over is being asked. */
  readonly takingOver: string | null;
  /** An alarm that a note is being written to. */
  readonly noting: string | null;
  /** Alarms that are being acknowledged with a note, as they were when its dialog was opened. */
  readonly acknowledging: readonly AlarmRecord[] | null;
  /** What somebody is about to set aside; null when nobody is. */
  readonly settingAside: SettingAside | null;
  /** What somebody is about to say of an alarm that was looked at; null when nobody is. */
  readonly investigating: Investigating | null;
  /** Whether the dialog is open that switches between attended and unattended. */
  readonly attending: boolean;
  /** The part of the alarms screen that is shown; null is the first. */
  readonly alarmsTab: string | null;
  /** How the alarm table looks. */
  readonly tableView: TableView;
  /** The built-in or saved view that it was when it was chosen. */
  readonly tableViewId: string;
  /** The part of the shift screen that is shown; null is the first. */
  readonly shiftTab: string | null;
  /** Fire alarms that came while the operator was working, newest first. */
  readonly announced: readonly string[];
  /** Of the settings; null shows the first. */
  readonly section: string | null;
  /** What the markers are ringed with. */
  readonly overlay: Overlay;
  readonly soundOpen: boolean;
  /** Whether the first set-up is open. */
  readonly settingUp: boolean;
}

export const NOTHING_PICKED: ReadonlySet<string> = new Set();

type PlacedDevice = Pick<DeviceView, 'id' | 'placement'>;

export type ViewStore = StoreApi<ViewState>;

export function createView(): ViewStore {
  return createStore<ViewState>(() => ({
    screen: 'desk',
    floorId: null,
    alarmId: null,
    foldKey: null,
    unfolded: NOTHING_PICKED,
    picked: NOTHING_PICKED,
    pickFrom: null,
    deviceId: null,
    drawerOpen: false,
    inboxOpen: false,
    placing: null,
    centre: null,
    incidentId: null,
    takingOver: null,
    noting: null,
    acknowledging: null,
    settingAside: null,
    investigating: null,
    attending: false,
    alarmsTab: null,
    tableView: BUILT_IN[BUILT_IN_VIEWS[0]],
    tableViewId: BUILT_IN_VIEWS[0],
    shiftTab: null,
    announced: [],
    section: null,
    overlay: 'risk',
    soundOpen: false,
    settingUp: false,
  }));
}

/** Opens the form that sets alarms aside. */
export function setAsideAlarms(view: ViewStore, alarms: readonly AlarmRecord[]): void {
  if (alarms.length === 0) return;
  const points = alarms.map(({ deviceId, kind }) => ({ deviceId, kind }));
  view.setState({ settingAside: { points, wholeDevice: false } });
}

/** Opens the form that names a device and puts it on the plan; one that has a place keeps it until it is moved. */
export function placeDevice(view: ViewStore, { id, placement }: PlacedDevice): void {
  view.setState({
    deviceId: placement === null ? null : id,
    placing: {
      deviceId: id,
      moving: placement !== null,
      xM: placement?.xM ?? null,
      yM: placement?.yM ?? null,
    },
    inboxOpen: true,
    drawerOpen: false,
    ...(placement === null ? {} : { floorId: placement.floorId }),
  });
}

/** Leads back to where the form was opened: the inbox, or the details of the device that was moved. */
export function stopPlacing(view: ViewStore): void {
  const { placing } = view.getState();
  if (placing === null) return;
  view.setState({
    placing: null,
    ...(placing.moving ? { inboxOpen: false, drawerOpen: true, deviceId: placing.deviceId } : {}),
  });
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
    ...(alarmId === undefined
      ? {}
      : { alarmId, foldKey: null, picked: NOTHING_PICKED, pickFrom: null }),
  });
}

/** Opens one incident on its own screen. */
export function showIncident(view: ViewStore, incidentId: string): void {
  view.setState({ screen: 'incidents', incidentId });
}
