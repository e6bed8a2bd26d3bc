import type { AlarmKind } from '#shared/alarms/alarm.ts';
import type { SetAsideType } from '#shared/alarms/setAside.ts';
import { type By, isAside, isFire, type Occurrence, putAside, takeBack } from './occurrence.ts';

const HOUR = 3_600_000;

export interface Asked {
  readonly type: SetAsideType;
  readonly device: string;
  /** Null for all of the device. */
  readonly kind: AlarmKind | null;
  readonly forMs: number;
  readonly longer: boolean;
}

interface Aside extends Asked {
  readonly key: string;
  readonly since: number;
  readonly until: number;
  /** Its end on the clock that nobody can set. */
  steadyEnd: number;
}

interface Clocks {
  readonly wall: number;
  readonly steady: number;
}

/** What names one of them: a point can be set aside in each way once. */
export const keyOf = ({ type, device, kind }: Asked) => `${type} ${device} ${kind ?? 'everything'}`;

const concerns = ({ device, kind }: Asked, one: Occurrence) =>
  one.device === device && (kind === null || one.kind === kind);

/** The points that were set aside, in the order in which they were. */
export class Asides {
  #standing: Aside[] = [];

  all(): readonly Aside[] {
    return this.#standing;
  }

  has(key: string): boolean {
    return this.#standing.some((aside) => aside.key === key);
  }

  refusal(asked: Asked, open: readonly Occurrence[]): string | null {
    if (asked.forMs > (asked.longer ? 30 * 24 * HOUR : 24 * HOUR)) return 'tooLong';
    if (asked.type === 'shelved' && (asked.kind === null || isFire(asked.kind)))
      return 'fireNotShelvable';
    const fires = open.filter((one) => concerns(asked, one) && isFire(one.kind));
    // What was set aside before it began and has gone is no fire that stands.
    if (fires.some((one) => one.present || !isAside(one))) return 'fireStanding';
    return this.has(keyOf(asked)) ? 'alreadySetAside' : null;
  }

  begin(asked: Asked, open: readonly Occurrence[], clocks: Clocks, by: By): void {
    this.#standing.push({
      ...asked,
      key: keyOf(asked),
      since: clocks.wall,
      until: clocks.wall + asked.forMs,
      steadyEnd: clocks.steady + asked.forMs,
    });
    for (const one of open) if (concerns(asked, one)) putAside(one, asked.type, by);
  }

  end(key: string, open: readonly Occurrence[], by: By): boolean {
    const ended = this.#standing.find((aside) => aside.key === key);
    if (!ended) return false;
    this.#standing = this.#standing.filter((aside) => aside !== ended);
    for (const one of open) {
      if (!concerns(ended, one) || !takeBack(one, ended.type, by) || one.over) continue;
      const still = this.strongest(one.device, one.kind);
      if (still) putAside(one, still.type, { at: by.at, by: null });
    }
    return true;
  }

  strongest(device: string, kind: AlarmKind): Aside | undefined {
    const here = this.#standing.filter(
      (aside) => aside.device === device && (aside.kind === null || aside.kind === kind),
    );
    return (
      here.find(({ type }) => type === 'outOfService') ??
      here.find(({ type }) => type === 'disabled') ??
      here[0]
    );
  }

  /** Over by either clock, or begun by a clock that has been set back since. */
  due({ wall, steady }: Clocks): readonly Aside[] {
    return this.#standing.filter(
      ({ since, until, steadyEnd }) => wall >= until || steady >= steadyEnd || wall < since,
    );
  }

  restart({ wall, steady }: Clocks): void {
    for (const aside of this.#standing) aside.steadyEnd = steady + Math.max(0, aside.until - wall);
  }
}
