/**
 * Acknowledge, silence, reset, take on and note. Never optimistic: a row changes when the engine says so, and until then it shows that
 * the act is on its way. What the engine refuses is kept beside the alarm, in words.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { ActRefusal, ActResult } from '#shared/contract/views.ts';
import { actAs } from './actAs.ts';
import { type FailureCode, failureOf, type Request } from './engineClient.ts';
import { acknowledgedAlone } from './picking.ts';
import type { DeskSession } from './session.ts';

export type Act = 'acknowledge' | 'silence' | 'reset' | 'note' | 'take' | 'release';

export interface Refused {
  readonly act: Act;
  readonly why: ActRefusal | FailureCode;
  /** The state it was refused in: the refusal is news only while the alarm is still in it. */
  readonly state: AlarmRecord['state'];
}

export interface ActsState {
  readonly pending: ReadonlyMap<string, Act>;
  readonly refused: ReadonlyMap<string, Refused>;
}

export interface ActsParts {
  readonly request: Request;
  readonly session: Pick<DeskSession, 'require' | 'expire'>;
  readonly applied: (actedOn: AlarmRecord, result: AlarmRecord) => void;
}

/** Each act is on the disk before the next: few enough for the engine to listen to the devices between two calls. */
const AT_ONCE = 50;

/** What got worse while somebody signed on or wrote a note is not what they looked at. */
const seenOf = (alarms: readonly AlarmRecord[]): Record<string, number> =>
  Object.fromEntries(alarms.map(({ id, raisedAt }) => [id, raisedAt]));

export class AlarmActs {
  readonly state: StoreApi<ActsState>;
  readonly #parts: ActsParts;

  constructor(parts: ActsParts) {
    this.#parts = parts;
    this.state = createStore<ActsState>(() => ({ pending: new Map(), refused: new Map() }));
  }

  /**
   * Acts on alarms as the operator saw them, however many calls that takes. One that already has an act on its way is left out, so a double click
   * is one act.
   * @returns true when every alarm was acted on
   */
  async perform(act: Act, alarms: readonly AlarmRecord[], note?: string): Promise<boolean> {
    const { pending } = this.state.getState();
    // Here too and not only in the engine: what is left over for a last call of one would not look like bulk there.
    const alone =
      act === 'acknowledge' && alarms.length > 1 ? alarms.filter(acknowledgedAlone) : [];
    const free = alarms.filter((alarm) => !pending.has(alarm.id) && !alone.includes(alarm));
    if (free.length > 0) this.#mark(free, act);
    this.#refuse(alone, act, 'criticalOneByOne');
    let every = free.length > 0 && alone.length === 0;
    let unsent = free;
    try {
      while (unsent.length > 0) {
        const call = unsent.slice(0, AT_ONCE);
        const results = await this.#send(act, call, note);
        if (results === null) return false;
        this.#answered(act, call, results);
        every &&= results.every((result) => result.done);
        unsent = unsent.slice(AT_ONCE);
      }
      return every;
    } catch (error) {
      this.#refuse(unsent, act, failureOf(error).code);
      return false;
    } finally {
      if (free.length > 0) this.#mark(free, null);
    }
  }

  #answered(act: Act, call: readonly AlarmRecord[], results: readonly ActResult[]): void {
    const byId = new Map(call.map((alarm) => [alarm.id, alarm]));
    for (const result of results) {
      const actedOn = byId.get(result.alarmId);
      if (actedOn === undefined) continue;
      if (result.done) this.#parts.applied(actedOn, result.alarm);
      else this.#refuse([actedOn], act, result.refusal);
    }
  }

  /** @returns null when the operator declined to sign on */
  async #send(
    act: Act,
    alarms: readonly AlarmRecord[],
    note: string | undefined,
  ): Promise<readonly ActResult[] | null> {
    const alarmIds = alarms.map((alarm) => alarm.id);
    const text = note?.trim();
    const asked = { alarmIds, ...(text === undefined || text === '' ? {} : { note: text }) };
    return actAs(this.#parts, (client, session, options) =>
      act === 'acknowledge' || act === 'silence'
        ? client.alarms[act]({ session, ...asked, seen: seenOf(alarms) }, options)
        : client.alarms[act]({ session, ...asked }, options),
    );
  }

  #mark(alarms: readonly AlarmRecord[], act: Act | null): void {
    this.state.setState(({ pending, refused }) => {
      const next = new Map(pending);
      const rest = new Map(refused);
      for (const { id } of alarms) {
        if (act === null) next.delete(id);
        else {
          next.set(id, act);
          rest.delete(id);
        }
      }
      return { pending: next, refused: rest };
    });
  }

  #refuse(alarms: readonly AlarmRecord[], act: Act, why: Refused['why']): void {
    this.state.setState(({ refused }) => {
      const next = new Map(refused);
      for (const { id, state } of alarms) next.set(id, { act, why, state });
      return { refused: next };
    });
  }
}
