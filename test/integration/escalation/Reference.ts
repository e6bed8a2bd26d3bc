/**
 * What the escalation must do, written down as plainly as possible: appointments in real time, kept by hand. It knows
 * nothing of processes, clocks and transactions, because those must make no difference.
 */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { DEFAULT_POLICY } from '#shared/escalation/defaultPolicy.ts';

const OUTSIDE = ['notify', 'supervisor'];
const T1 = 15_000;
const T2 = 180_000;
const HOUR = 3_600_000;

interface Appointment {
  readonly step: number;
  readonly action: string;
  readonly topic: string | null;
  /** In real time, as the table says. */
  readonly at: number;
  kept: boolean;
  cancelled: boolean;
  /** Overrides `at`; null while it waits for somebody who looks. */
  from: number | null;
}

interface Case {
  alarm: AlarmRecord;
  /** The how manieth annunciation of its alarm. */
  readonly annunciation: number;
  readonly began: number;
  readonly list: Appointment[];
  /** T1 or T2 runs until then. */
  wait: { deadline: number; looking: boolean; more: boolean } | null;
  confirmed: boolean;
}

export class Reference {
  readonly cases = new Map<string, Case>();
  readonly #annunciations = new Map<string, number>();
  readonly alarms = new Map<string, AlarmRecord>();
  /** Every step that was taken, as `alarm#annunciation#step`, in order for each alarm. */
  readonly taken: string[] = [];
  /** In real time, and by the clock on the wall: whichever comes first. */
  attended: { readonly real: number; readonly wall: number } | null = null;
  emptySince: number | null = null;

  attend(real: number, wall: number, hours: number): void {
    const dayMs = (wall + 9 * HOUR) % (24 * HOUR);
    const isDay = dayMs >= 7 * HOUR && dayMs < 19 * HOUR;
    this.emptySince = null;
    // The clock of the desk shows whole seconds; what is left of the day is counted in them.
    const dayLeft = isDay ? 19 * HOUR - Math.floor(dayMs / 1000) * 1000 : 12 * HOUR;
    const lasts = Math.min(hours * HOUR, dayLeft);
    this.attended = { real: real + lasts, wall: wall + lasts };
  }

  happened({ alarm, event }: AlarmChange, real: number): void {
    if (alarm.endedAt === null) this.alarms.set(alarm.id, alarm);
    else this.alarms.delete(alarm.id);
    const before = this.cases.get(alarm.id);
    if (before) before.alarm = alarm;
    if (alarm.endedAt !== null) this.cases.delete(alarm.id);
    else if (event.type === 'raise' || event.type === 'worsen') this.#open(alarm, event, real);
    else if (event.type === 'acknowledge' && before) this.#seen(before, real);
  }

  confirm(alarmId: string, real: number): void {
    const one = this.cases.get(alarmId);
    if (!one) return;
    const left = one.list.filter(({ action, kept }) => OUTSIDE.includes(action) && !kept);
    this.#everybody(left, real);
    one.wait = null;
    one.confirmed = true;
  }

  nothingThere(alarmId: string): void {
    const one = this.cases.get(alarmId);
    if (!one?.wait?.looking) return;
    for (const appointment of one.list) if (appointment.from === null) appointment.cancelled = true;
    one.wait = null;
  }

  moreTime(alarmId: string): void {
    const one = this.cases.get(alarmId);
    if (!one?.wait?.looking || one.wait.more) return;
    one.wait.deadline = Math.min(one.wait.deadline + T2, one.began + 600_000);
    one.wait.more = true;
  }

  /** Somebody set the clock on the wall: what is left of the attendance becomes no longer. */
  clockSet(real: number, wall: number): void {
    if (this.attended === null) return;
    const { real: untilReal, wall: untilWall } = this.attended;
    this.attended = { real: untilReal, wall: Math.min(untilWall, wall + untilReal - real) };
  }

  restarted(real: number, wall: number): void {
    this.emptySince = null;
    if (this.attended === null) return;
    const { wall: untilWall } = this.attended;
    this.attended = { real: real + untilWall - wall, wall: untilWall };
  }

  /** The desk looks at this moment of real time. */
  look(real: number, wall: number, desks: number): void {
    if (this.attended !== null) {
      if (desks > 0) this.emptySince = null;
      else this.emptySince ??= real;
      const empty = this.emptySince !== null && real - this.emptySince >= 60_000;
      const over = real >= this.attended.real || wall >= this.attended.wall;
      if (over || empty) this.attended = null;
    }
    for (const one of this.cases.values()) {
      if (one.wait && this.#waitIsOver(one, real)) {
        const held = one.list.filter(
          ({ from, cancelled, kept }) => from === null && !cancelled && !kept,
        );
        if (waitsForAcknowledgement(one.alarm.state))
          for (const [i, appointment] of held.entries())
            appointment.from = i === 0 ? real : Math.max(real, appointment.at);
        else this.#everybody(held, real);
        one.wait = null;
      }
      const due = one.list
        .filter(({ from, kept, cancelled }) => !kept && !cancelled && from !== null && from <= real)
        .sort((a, b) => (a.from ?? 0) - (b.from ?? 0) || a.step - b.step);
      for (const appointment of due) {
        appointment.kept = true;
        this.taken.push(`${one.alarm.id}#${one.annunciation}#${appointment.step}`);
      }
    }
  }

  #open(alarm: AlarmRecord, event: AlarmChange['event'], real: number): void {
    const hour = new Date(event.at + 9 * HOUR).getUTCHours();
    const table =
      DEFAULT_POLICY.tables[alarm.alarmClass][alarm.priority][
        hour >= 7 && hour < 19 ? 'day' : 'night'
      ];
    const waits =
      this.attended !== null &&
      alarm.kind === 'risk' &&
      alarm.priority === 'HIGH' &&
      event.type === 'raise';
    const annunciation = (this.#annunciations.get(alarm.id) ?? 0) + 1;
    this.#annunciations.set(alarm.id, annunciation);
    const list = table.slice(1).map(({ action, afterSeconds, topic }, i) => {
      const at = real + afterSeconds * 1000;
      const from = waits && OUTSIDE.includes(action) ? null : at;
      return { step: i + 2, action, topic, at, kept: false, cancelled: false, from };
    });
    if (list.length === 0) {
      this.cases.delete(alarm.id);
      return;
    }
    this.cases.set(alarm.id, {
      alarm,
      annunciation,
      began: real,
      list,
      wait: waits ? { deadline: real + T1, looking: false, more: false } : null,
      confirmed: false,
    });
  }

  #seen(one: Case, real: number): void {
    for (const appointment of one.list) {
      const outside = OUTSIDE.includes(appointment.action);
      const stays = outside && (appointment.from === null || one.confirmed);
      if (!appointment.kept && !stays) appointment.cancelled = true;
    }
    if (one.wait) one.wait = { deadline: real + T2, looking: true, more: false };
  }

  #waitIsOver({ alarm, wait }: Case, real: number): boolean {
    if (this.attended === null || (wait && real >= wait.deadline)) return true;
    const zone = (deviceId: string) => (deviceId === 'c' ? 2 : 1);
    return [...this.alarms.values()].some(
      (other) =>
        other.alarmClass === 'fire' &&
        other.deviceId !== alarm.deviceId &&
        zone(other.deviceId) === zone(alarm.deviceId) &&
        (other.conditionActive || waitsForAcknowledgement(other.state)),
    );
  }

  /** Everyone is told now, and nobody twice of the same. */
  #everybody(list: readonly Appointment[], real: number): void {
    const said = new Set<string>();
    for (const appointment of list) {
      const words = `${appointment.action} ${appointment.topic}`;
      appointment.cancelled = said.has(words);
      appointment.from = real;
      said.add(words);
    }
  }
}
