import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { DeskState } from './deskState.ts';

export interface AlarmCallParts {
  readonly state: () => Pick<DeskState, 'alarms' | 'status'>;
  /** It is open: show it where it is answered. */
  readonly show: (alarm: AlarmRecord) => void;
  /** It is over: show where ended ones are looked up. */
  readonly over: () => void;
}

/**
 * An alarm that somebody opened from outside of the page, shown once the page knows of it: a desk that has just started
 * has no alarms until its first snapshot.
 */
export class AlarmCall {
  readonly #parts: AlarmCallParts;
  #wanted: string | null = null;

  constructor(parts: AlarmCallParts) {
    this.#parts = parts;
  }

  want(alarmId: string): void {
    this.#wanted = alarmId;
    this.look();
  }

  /** Called after every change of the desk. */
  look(): void {
    if (this.#wanted === null) return;
    const { alarms, status } = this.#parts.state();
    if (status === null) return;
    const found = alarms.get(this.#wanted);
    this.#wanted = null;
    if (found === undefined) this.#parts.over();
    else this.#parts.show(found);
  }
}
