/** Puts the escalation together, and lets it run. */
import type { EscalationStatus } from '#shared/contract/escalationViews.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { NotificationSink } from '#shared/notifications/request.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../openStorage.ts';
import { realSeconds } from '../realSeconds.ts';
import { AttendedMode } from './AttendedMode.ts';
import { EscalationDesk } from './EscalationDesk.ts';
import { type Marks, marksOf, shiftMarks } from './escalationStatus.ts';
import { Investigations } from './Investigations.ts';
import { LadderStore } from './LadderStore.ts';
import { Ladders } from './Ladders.ts';
import { PolicyStore } from './PolicyStore.ts';
import { SteadyClock } from './SteadyClock.ts';

export interface EscalationOptions {
  readonly storage: Pick<Storage, 'controlRoom' | 'settings' | 'audit'>;
  readonly alarms: AlarmDesk;
  readonly notifications: NotificationSink;
  readonly placementOf: (deviceId: string) => DevicePlacement | null;
  /** How near neighbours are. */
  readonly thresholds: Pick<Thresholds, 'analytics'>;
  /** The site's; an administrator may change it while the desk runs. */
  readonly timeZone: () => string;
  /** Seats at which somebody is signed on, with a page that is open. */
  readonly attendedDesks: () => number;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  /** Pages have something new to show. */
  readonly changed: () => void;
  /** Runs something soon, and not now. */
  readonly later?: (run: () => void) => void;
  /** Calls back once a second, in place of the machine's; @returns what ends it */
  readonly everySecond?: (callback: () => void) => () => void;
}

export interface Escalation {
  readonly desk: EscalationDesk;
  readonly investigations: Investigations;
  readonly mode: AttendedMode;
  readonly policies: PolicyStore;
  status(): EscalationStatus;
  /** Something was changed from outside: takes what is due, and tells the pages. */
  changed(): void;
  /** Takes what is due now, and from now on once a second. */
  start(): void;
  stop(): void;
}

/** Add its `desk` to the alarms it follows before the first reading. */
export function createEscalation(options: EscalationOptions): Escalation {
  const { storage, alarms, now, log, everySecond = realSeconds } = options;
  const { controlRoom: db, audit } = storage;
  const clock = new SteadyClock(options);
  const ladders = new Ladders(new LadderStore(db, clock, log));
  const policies = new PolicyStore({ db, audit, now, log });
  const policy = () => policies.current().policy;
  const mode = new AttendedMode({
    ...options,
    ...storage,
    db,
    clock,
    dayHours: () => policy().dayHours,
  });
  let marks: Marks | undefined;
  const changed = (): void => {
    marks = undefined;
    options.changed();
  };
  const alarmsChanged = (): void => {
    marks = undefined;
  };
  const parts = { ...options, db, audit, ladders, clock, policy, mode, changed, alarmsChanged };
  const desk = new EscalationDesk({ ...parts, later: options.later ?? setImmediate });
  const investigations = new Investigations({
    ...parts,
    circumstances: (at) => desk.circumstances(at),
    advance: () => desk.tick(),
  });
  let stopTicking: (() => void) | undefined;
  return {
    desk,
    investigations,
    mode,
    policies,
    status() {
      marks ??= marksOf(ladders.all(), (alarmId) => alarms.openById(alarmId));
      const { acknowledgeSeconds, investigateSeconds } = policy().delays;
      return {
        attended: mode.view(),
        dayEndsAt: mode.dayEndsAt(),
        acknowledgeSeconds,
        investigateSeconds,
        delayed: marks.delayed,
        marks: shiftMarks(marks.marks, clock.toWall()),
      };
    },
    changed() {
      changed();
      desk.tick();
    },
    start() {
      desk.tick();
      stopTicking = everySecond(() => desk.tick());
    },
    stop() {
      stopTicking?.();
    },
  };
}
