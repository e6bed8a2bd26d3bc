import type { AlarmKind, AlarmPriority } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import { ALARM_SETTINGS, delaysOf } from '#shared/alarms/settings.ts';
import { T0 } from '../Scenario.ts';
import { Asides } from './Asides.ts';
import * as occurrence from './occurrence.ts';
import { isFire, isHiddenFire, type Occurrence } from './occurrence.ts';
import type { Told } from './told.ts';

const MINUTE = 60_000;
/** How far a device's clock may be from the desk's. */
const BELIEVED = 5 * MINUTE;

/** What the desk notices itself. No reading ends it. */
const NOTICED: readonly AlarmKind[] = ['deviceSilent', 'feedDown', 'databaseSalvaged'];

interface Device {
  /** Event time of its newest reading; undefined when none is known. */
  newest: number | undefined;
  /** Of the kinds with an on-delay: readings in a row with the cause. */
  readonly rows: Map<AlarmKind, { seen: number; since: number }>;
}

/** What the desk has to know, worked out in the plainest way there is: lists, loops and no memory to save. */
export class ReferenceDesk {
  /** The desk's clock, which somebody may set. */
  wall = T0;
  /** The clock that nobody can set. */
  steady = 0;
  /** What time it really is, as the devices know. */
  truth = T0;
  readonly all: Occurrence[] = [];
  readonly asides = new Asides();
  /** Lines in the audit chain. */
  audited = 0;
  readonly #devices = new Map<string, Device>();
  /** Desk troubles that were reported in this run, and those of the run before that nobody has spoken of since. */
  readonly #reported = new Set<string>();
  readonly #unconfirmed = new Set<string>();
  #startedAt = 0;
  #clockChanges = 0;

  pass(ms: number): void {
    this.wall += ms;
    this.steady += ms;
    this.truth += ms;
  }

  /** A millisecond more each time, so that no two moments of the desk's clock are the same. */
  setClock(away: number): void {
    this.wall = this.truth + away + (away === 0 ? 0 : ++this.#clockChanges);
  }

  get clockIsWrongBy(): number {
    return this.wall - this.truth;
  }

  open(): Occurrence[] {
    return this.all.filter(({ over }) => !over);
  }

  find(device: string, kind: AlarmKind): Occurrence | undefined {
    return this.open().find((one) => one.device === device && one.kind === kind);
  }

  /** Most urgent first. */
  inOrder(): Occurrence[] {
    const place = (one: Occurrence) => {
      const trouble = KIND_RULES[one.kind].alarmClass === 'trouble';
      if (occurrence.waits(one)) return trouble ? 2 : 0;
      if (isHiddenFire(one)) return 1;
      if (occurrence.isAside(one)) return 4;
      return isFire(one.kind) ? 1 : 3;
    };
    const classes = ['fire', 'supervisory', 'trouble'];
    const priorities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];
    const keys = (one: Occurrence) => [
      place(one),
      classes.indexOf(KIND_RULES[one.kind].alarmClass),
      priorities.indexOf(one.priority),
      -one.onset,
    ];
    return this.open().sort((a, b) => {
      const [first, second] = [keys(a), keys(b)];
      const differs = first.findIndex((key, i) => key !== second[i]);
      if (differs >= 0) return first[differs]! - second[differs]!;
      return a.id < b.id ? -1 : 1;
    });
  }

  readings(batch: readonly Told[]): void {
    for (const told of batch) this.#reading(told);
  }

  silence(device: string, silent: boolean): void {
    if (silent) this.#noticed(device, 'deviceSilent');
    else this.#gone(device, 'deviceSilent');
  }

  trouble(subject: string, wrong: boolean): void {
    const confirmed = this.#unconfirmed.delete(subject);
    if (wrong) {
      this.#reported.add(subject);
      this.#noticed(subject, 'feedDown');
    } else if (this.#reported.delete(subject) || confirmed) this.#gone(subject, 'feedDown');
  }

  happened(subject: string): void {
    this.#noticed(subject, 'databaseSalvaged');
    this.#gone(subject, 'databaseSalvaged');
  }

  /** What the desk does every second. */
  tick(): void {
    for (const due of this.asides.due(this)) this.endAside(due.key, null);
    if (this.steady - this.#startedAt < MINUTE) return;
    for (const subject of this.#unconfirmed) this.#gone(subject, 'feedDown');
    this.#unconfirmed.clear();
  }

  endAside(key: string, by: string | null): 'done' | 'notFound' {
    const ended = this.asides.end(key, this.open(), { at: this.wall, by });
    if (ended) this.audited++;
    return ended ? 'done' : 'notFound';
  }

  /** Another process on the same disk, which goes on counting. */
  restart(): void {
    this.asides.restart(this);
    this.#reported.clear();
    this.#unconfirmed.clear();
    this.#startedAt = this.steady;
    for (const one of this.open())
      if (one.kind === 'feedDown' && one.present) this.#unconfirmed.add(one.device);
  }

  #reading(told: Told): void {
    const device = this.#device(told.device);
    // Nobody's clock is believed to be that far ahead: it was the desk's own that was wrong.
    if (device.newest !== undefined && device.newest - told.arrival > 10 * MINUTE)
      device.newest = undefined;
    const { newest } = device;
    const current = told.datedByDesk || newest === undefined || told.event > newest;
    if (current)
      for (const kind of device.rows.keys()) if (!told.causes.has(kind)) device.rows.delete(kind);
    for (const kind of told.causes) this.#cause(device, kind, told, current);
    for (const one of this.open())
      if (one.device === told.device && one.present && !told.causes.has(one.kind) && current)
        this.#calm(one, told);
    if (current) device.newest = told.event;
  }

  #cause(device: Device, kind: AlarmKind, told: Told, current: boolean): void {
    const { newest } = device;
    const one = this.find(told.device, kind);
    const priority: AlarmPriority =
      kind === 'risk' && told.critical ? 'CRITICAL' : KIND_RULES[kind].priority;
    const found = { priority, shownFor: told.event };
    const worse = one !== undefined && priority === 'CRITICAL' && one.priority !== 'CRITICAL';
    // An old critical reading of an occurrence that came back at HIGH has been shown, seen and cleared.
    const stale = one !== undefined && !current && one.cameBack && told.event < one.shownFor;
    // Newer than all that is known of the device is new.
    const known = () =>
      this.#isTaken(told.device, kind, told.event, one) ||
      (!told.datedByDesk && (!current || newest === undefined) && this.#isPast(kind, told));

    if (one?.present) {
      if (current || told.event === newest) one.calm = 0;
      if (worse && !stale && (told.datedByDesk || !known()))
        occurrence.annunciate(one, 'worsen', found, this.wall);
      return;
    }
    const overtaken = !current && (told.event !== newest || one !== undefined);
    const passed = overtaken && told.late;
    if (passed && !isFire(kind)) return;
    if (overtaken && one && told.event <= one.gone! && (!worse || stale)) return;
    if ((overtaken || !one) && known()) return;
    if (one) {
      occurrence.annunciate(one, 'raise', found, this.wall);
      this.#chatter(one);
      if (passed) occurrence.causeGone(one, newest!, this.wall);
      return;
    }
    const onset = passed ? told.event : this.#onset(device, kind, told, current);
    if (onset === null) return;
    const begun = this.#begin(told.device, kind, onset, found);
    if (passed) occurrence.causeGone(begun, newest!, this.wall);
  }

  /** The on-delay. */
  #onset(device: Device, kind: AlarmKind, told: Told, current: boolean): number | null {
    const { onReadings } = delaysOf(kind);
    if (onReadings === 1) return told.event;
    if (!current) return null;
    const row = device.rows.get(kind) ?? { seen: 0, since: told.event };
    row.seen++;
    device.rows.set(kind, row);
    if (row.seen < onReadings) return null;
    device.rows.delete(kind);
    return row.since;
  }

  #calm(one: Occurrence, told: Told): void {
    if (NOTICED.includes(one.kind) || !told.provesCalmOf(one.kind)) return;
    if (one.kind === 'risk' && told.nearLimit) one.calm = 0;
    else one.calm++;
    const enough = one.chattering
      ? ALARM_SETTINGS.chatter.offReadings
      : delaysOf(one.kind).offReadings;
    if (one.calm >= enough) occurrence.causeGone(one, told.event, this.wall);
  }

  #begin(
    device: string,
    kind: AlarmKind,
    onset: number,
    found: { readonly priority: AlarmPriority; readonly shownFor: number },
  ): Occurrence {
    const one = occurrence.beginning(device, kind, onset, found, this.wall);
    this.all.push(one);
    this.#chatter(one);
    const aside = this.asides.strongest(device, kind);
    if (aside) occurrence.putAside(one, aside.type, { at: this.wall, by: null });
    return one;
  }

  /** Raised so many times within ten minutes: held standing from now on. */
  #chatter(one: Occurrence): void {
    if (isFire(one.kind)) return;
    const { raises, withinMs } = ALARM_SETTINGS.chatter;
    const lately = this.all
      .filter(({ device, kind }) => device === one.device && kind === one.kind)
      .flatMap(({ lines }) => lines)
      .filter(
        ({ type, at }) => type === 'raise' && at >= this.wall - withinMs && at <= this.wall,
      ).length;
    if (lately >= raises) one.chattering = true;
  }

  #noticed(subject: string, kind: AlarmKind): void {
    const { priority } = KIND_RULES[kind];
    const one = this.find(subject, kind);
    if (one?.present) return;
    let onset = this.wall;
    while (this.#isTaken(subject, kind, onset)) onset++;
    if (one) {
      occurrence.annunciate(one, 'raise', { priority, shownFor: this.wall }, this.wall);
      this.#chatter(one);
    } else this.#begin(subject, kind, onset, { priority, shownFor: onset });
  }

  #gone(subject: string, kind: AlarmKind): void {
    const one = this.find(subject, kind);
    if (one?.present) occurrence.causeGone(one, this.wall, this.wall);
  }

  /**
   * Inside an occurrence that is over. One that reaches further ahead than any clock that is believed was measured by a
   * wrong one, and proves nothing.
   */
  #isPast(kind: AlarmKind, { device, event, arrival }: Told): boolean {
    return this.all.some(
      (one) =>
        one.over &&
        one.device === device &&
        one.kind === kind &&
        one.onset <= event &&
        event <= one.gone! &&
        one.gone! <= arrival + BELIEVED,
    );
  }

  #isTaken(device: string, kind: AlarmKind, onset: number, but?: Occurrence): boolean {
    return this.all.some(
      (one) => one !== but && one.device === device && one.kind === kind && one.onset === onset,
    );
  }

  #device(id: string): Device {
    const known = this.#devices.get(id) ?? { newest: undefined, rows: new Map() };
    this.#devices.set(id, known);
    return known;
  }
}
