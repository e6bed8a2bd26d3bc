/** Everything that lives as long as the page, made once and wired together here. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { LiveEvent } from '#shared/contract/views.ts';
import { windowKindOf } from '#shared/desktop/windows.ts';
import { AlarmActs } from '../state/AlarmActs.ts';
import { AlarmCall } from '../state/AlarmCall.ts';
import { afterAcknowledging, selectedAlarm, sortAlarms } from '../state/alarmList.ts';
import {
  applyActResult,
  applyEvents,
  type DeskState,
  EMPTY_DESK,
  missesFloor,
  newFireAlarms,
} from '../state/deskState.ts';
import { desktopBridge, desktopLinks } from '../state/desktopLinks.ts';
import { Drawings } from '../state/drawings.ts';
import { EngineClock } from '../state/EngineClock.ts';
import { EngineConnection } from '../state/EngineConnection.ts';
import { focusFor } from '../state/focusPolicy.ts';
import { frameBatch } from '../state/frameBatch.ts';
import { socketLinks, socketUrl } from '../state/links.ts';
import { PlanEditor } from '../state/PlanEditor.ts';
import { stillPicked } from '../state/picking.ts';
import { createPreferences, type PreferencesStore } from '../state/preferences.ts';
import { DeskSession } from '../state/session.ts';
import { hearShell } from '../state/shellMessages.ts';
import { ticking } from '../state/ticking.ts';
import { UnderTest } from '../state/UnderTest.ts';
import { createView, showDevice, type ViewStore } from '../state/view.ts';
import { createDeskSound, type DeskSound } from './deskSound.ts';

export interface Services {
  readonly preferences: PreferencesStore;
  readonly desk: StoreApi<DeskState>;
  readonly view: ViewStore;
  readonly clock: EngineClock;
  readonly connection: EngineConnection;
  readonly session: DeskSession;
  readonly acts: AlarmActs;
  readonly sound: DeskSound['sound'];
  readonly speaker: DeskSound['speaker'];
  readonly soundCheck: DeskSound['check'];
  readonly hearing: DeskSound['hearing'];
  readonly display: DeskSound['display'];
  readonly underTest: UnderTest;
  readonly drawings: Drawings;
  readonly planEditor: PlanEditor;
  /** Acknowledges what the operator sees now, one or several, and moves the selection to what waits next. */
  acknowledge(alarms: readonly AlarmRecord[], note?: string): Promise<boolean>;
  /** Stops the sound of the lost engine until it is back. */
  hush(): void;
  /** The desktop shell's "start it again"; null in a browser. */
  readonly restartEngine: (() => void) | null;
}

/** After the selection moved by itself: a second tap meant the alarm before, not one that nobody has read yet. */
const SETTLE_MS = 700;

export function createServices(page: Window): Services {
  const monotonic = () => page.performance.now();
  const preferences = createPreferences(page.localStorage);
  const desk = createStore<DeskState>(() => EMPTY_DESK);
  const view = createView();
  // A window for incidents beside the desk begins with them; the wall display shows the plan as the desk does.
  if (windowKindOf(page.location.search) === 'incident') view.setState({ screen: 'incidents' });
  const clock = new EngineClock(monotonic, Date.now);
  let lastInteractionAt: number | null = null;
  /** The row that the selection last moved to by itself, and from when on it may be acknowledged. */
  let settling: { readonly alarmId: string | null; readonly until: number } | null = null;

  const receive = frameBatch<LiveEvent>(
    {
      requestFrame: (run) => page.requestAnimationFrame(run),
      // A page that is not being drawn gets no frames either.
      hidden: () => display.state.getState().display !== 'visible',
    },
    (events) => {
      const before = desk.getState();
      const after = applyEvents(before, events);
      desk.setState(after, true);
      announce(before, after);
      if (missesFloor(after)) connection.refreshFloors();
      alarmCall.look();
    },
  );

  const bridge = desktopBridge(page);
  const connection = new EngineConnection({
    open:
      bridge === null
        ? socketLinks(socketUrl(page.location))
        : desktopLinks(page, bridge, (given) => connection.gaveUp(given)),
    now: monotonic,
    wait: (ms) => new Promise((resolve) => page.setTimeout(resolve, ms)),
    onFloors: (floors) => desk.setState({ floors }),
    onEvent: (event) => {
      clock.heard(event.status.engineTime);
      if (event.type === 'snapshot') session.recognise();
      deskSound.heard(event);
      underTest.heard(event.status);
      receive(event);
    },
  });
  const session = new DeskSession({
    request: connection.request,
    windowStorage: page.sessionStorage,
    placeStorage: page.localStorage,
  });
  const acts = new AlarmActs({
    request: connection.request,
    session,
    applied: (actedOn, result) => desk.setState((state) => applyActResult(state, actedOn, result)),
  });

  /** A new fire alarm comes up by itself, or as a banner when somebody is working. */
  function announce(before: DeskState, after: DeskState): void {
    const fires = newFireAlarms(before.alarms, after.alarms);
    const newest = fires[0];
    if (newest === undefined) return;
    const { drawerOpen, placing, announced } = view.getState();
    const device = after.devices.get(newest.deviceId);
    const verdict = focusFor({
      now: monotonic(),
      lastInteractionAt,
      drawerOpen,
      dialogOpen: placing !== null || session.state.getState().asking !== null,
    });
    if (verdict === 'bringUp') {
      showDevice(
        view,
        { id: newest.deviceId, floorId: device?.placement?.floorId ?? null },
        newest.id,
      );
    } else {
      view.setState({ announced: [...fires.map((alarm) => alarm.id), ...announced] });
    }
  }

  /** A notification or a link names an alarm: its floor comes up with it, as when somebody chose it in the list. */
  const alarmCall = new AlarmCall({
    state: () => desk.getState(),
    show: ({ id, deviceId }) => {
      const floorId = desk.getState().devices.get(deviceId)?.placement?.floorId ?? null;
      showDevice(view, { id: deviceId, floorId }, id);
    },
    over: () => view.setState({ screen: 'alarms' }),
  });
  const drawings = new Drawings(connection.request);
  const underTest = new UnderTest(connection.request);
  const deskSound = createDeskSound(page, { preferences, desk, clock, connection, session });
  const { sound, speaker, check: soundCheck, hearing, display } = deskSound;
  function settle(alarmId: string | null): void {
    settling = { alarmId, until: monotonic() + SETTLE_MS };
  }
  /** A row that the operator went to, or several that were picked, are meant at once. */
  function isSettling(alarms: readonly AlarmRecord[]): boolean {
    return (
      settling !== null &&
      monotonic() < settling.until &&
      alarms.length === 1 &&
      alarms[0]?.id === settling.alarmId
    );
  }
  /** The selection stays with its alarm whatever arrives above it; only one that ended gives way to the top. */
  function keepSelection(): void {
    const { alarmId } = view.getState();
    const selected = selectedAlarm(sortAlarms(desk.getState().alarms), alarmId);
    if ((selected?.id ?? null) === alarmId) return;
    if (alarmId !== null) settle(selected?.id ?? null);
    view.setState({ alarmId: selected?.id ?? null });
  }
  async function acknowledge(alarms: readonly AlarmRecord[], note?: string): Promise<boolean> {
    const first = alarms[0];
    if (first === undefined || isSettling(alarms)) return false;
    const every = await acts.perform('acknowledge', alarms, note);
    const { alarms: left } = desk.getState();
    const { refused } = acts.state.getState();
    const { picked, alarmId, foldKey } = view.getState();
    if (picked.size > 0) {
      view.setState({ picked: stillPicked(picked, left, refused), pickFrom: null });
    }
    // The site wants a note to these: ask for it at once, instead of leaving somebody with a refusal.
    const noteless = alarms.filter(({ id }) => refused.get(id)?.why === 'noteMissing');
    if (noteless.length > 0) view.setState({ acknowledging: noteless });
    // One of several that was refused is for a second look, and its row says why.
    const doubtful = alarms.length > 1 ? alarms.find(({ id }) => refused.has(id)) : undefined;
    if (!every && doubtful === undefined) return false;
    if (foldKey === null && !alarms.some((alarm) => alarm.id === alarmId)) return every;
    const next = doubtful ?? afterAcknowledging(sortAlarms(left), first.id);
    settle(next?.id ?? null);
    view.setState({ alarmId: next?.id ?? null, foldKey: null });
    return every;
  }
  desk.subscribe((state, before) => {
    // Somebody was signed off, perhaps this desk, or their role changed.
    if (state.status?.revisions.sessions !== before.status?.revisions.sessions) session.recognise();
    // Somebody has published a plan: it is shown at once, whatever this desk is doing.
    if (before.status !== null && state.status?.revisions.plans !== before.status.revisions.plans)
      connection.refreshFloors();
    if (state.alarms !== before.alarms) keepSelection();
    deskSound.changed(before, state);
  });
  connection.state.subscribe((state, before) => {
    if (state.monitoring !== before.monitoring) deskSound.watchChanged();
  });

  for (const type of ['pointerdown', 'keydown', 'wheel'] as const) {
    page.addEventListener(
      type,
      () => {
        lastInteractionAt = monotonic();
        if (type !== 'wheel') sound.unlock();
      },
      { capture: true, passive: true },
    );
  }

  if (bridge !== null) {
    hearShell(page, {
      showAlarm: (alarmId) => alarmCall.want(alarmId),
      screenLocked: (locked) => display.screenLocked(locked),
    });
  }
  deskSound.start();
  ticking(page, () => {
    connection.tick();
    clock.tick();
    deskSound.tick();
  });
  connection.run();

  return {
    preferences,
    desk,
    view,
    clock,
    connection,
    session,
    acts,
    sound,
    speaker,
    soundCheck,
    hearing,
    display,
    underTest,
    drawings,
    planEditor: new PlanEditor(),
    acknowledge,
    hush: () => deskSound.hush(),
    restartEngine: bridge === null ? null : () => bridge.restartEngine(),
  };
}
