import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '#engine/access/Caller.ts';
import { type SeatReport, SeatWatch } from '#engine/annunciation/SeatWatch.ts';

const MINUTE = 60_000;
const KIM: Caller = { operatorId: 'kim', operator: '김철수', role: 'operator', desk: '1번 자리' };
const LEE: Caller = { operatorId: 'lee', operator: '이영희', role: 'operator', desk: '2번 자리' };
type Expected = { readonly desk: string; readonly since: number } | null;

let wall: number;
let monotonic: number;
let sessions: Map<string, Caller>;
let standing: Map<string, string>;
let expected: Expected;
let noSeatMinutes: number | null;
let watch: SeatWatch;

function start(): SeatWatch {
  return new SeatWatch({
    resolve: (session) => sessions.get(session),
    troubles: {
      set: (kind, source, detail) => {
        const key = `${kind} ${source}`;
        if (detail === null) standing.delete(key);
        else standing.set(key, detail);
      },
    },
    now: () => wall,
    monotonicNow: () => monotonic,
    noSeatMinutes: () => noSeatMinutes,
    expected: {
      get: () => expected,
      set: (value) => {
        expected = value;
      },
    },
    changed: () => undefined,
  });
}

beforeEach(() => {
  wall = 1_700_000_000_000;
  monotonic = 0;
  sessions = new Map([
    ['kim', KIM],
    ['lee', LEE],
  ]);
  standing = new Map();
  expected = null;
  noSeatMinutes = 5;
  watch = start();
});

class Page {
  readonly seat = randomUUID();
  session: string | null;
  say: Pick<SeatReport, 'sound' | 'display' | 'voice'> = {
    sound: 'ok',
    display: 'visible',
    voice: true,
  };

  constructor(session: string | null) {
    this.session = session;
  }

  report(said: Partial<SeatReport> = {}): boolean {
    this.say = { ...this.say, ...said };
    return watch.report({ seat: this.seat, session: this.session, ...this.say });
  }
}

/** Time passes second by second; these pages go on reporting every ten. */
function pass(ms: number, ...pages: readonly Page[]): void {
  for (let at = 0; at < ms; at += 1_000) {
    wall += 1_000;
    monotonic += 1_000;
    if ((at / 1_000) % 10 === 0) for (const page of pages) page.report();
    watch.tick();
  }
}
const troubles = () => [...standing].map(([key, detail]) => `${key.split(' ')[0]} ${detail}`);

describe('a desk with somebody signed on', () => {
  test('that can be heard and seen is no trouble', () => {
    const page = new Page('kim');
    pass(10 * MINUTE, page);
    expect(troubles()).toEqual([]);
    expect(watch.views()).toMatchObject([{ desk: '1번 자리', operator: '김철수', sound: 'ok' }]);
  });

  test.each(['blocked', 'unavailable', 'notHeard'] as const)(
    'whose sound is %s for a minute is a trouble until it is good again',
    (sound) => {
      const page = new Page('kim');
      page.report({ sound });
      pass(59_000, page);
      expect(troubles()).toEqual([]);
      pass(2_000, page);
      expect(troubles()).toEqual([`soundFailing 1번 자리 (${sound})`]);
      page.report({ sound: 'ok' });
      expect(troubles()).toEqual([]);
    },
  );

  test.each(['hidden', 'asleep'] as const)(
    'whose display is %s for a minute is a trouble',
    (display) => {
      const page = new Page('kim');
      page.report({ display });
      pass(61_000, page);
      expect(troubles()).toEqual([`displayAsleep 1번 자리 (${display})`]);
      page.report({ display: 'visible' });
      expect(troubles()).toEqual([]);
    },
  );

  test('that was bad for a moment again and again is none', () => {
    const page = new Page('kim');
    for (let i = 0; i < 5; i++) {
      page.report({ sound: 'blocked' });
      pass(50_000, page);
      page.report({ sound: 'ok' });
      pass(10_000, page);
    }
    expect(troubles()).toEqual([]);
  });

  test('where the operator heard nothing of the test is a trouble at once, until somebody hears it', () => {
    const page = new Page('kim');
    page.report();
    watch.heard(page.seat, false);
    expect(troubles()).toEqual(['soundFailing 1번 자리 (notHeard)']);
    pass(30_000, page);
    expect(troubles()).toHaveLength(1);
    watch.heard(page.seat, true);
    expect(troubles()).toEqual([]);
    pass(2 * MINUTE, page);
    expect(troubles()).toEqual([]);
    expect(watch.views()[0]?.testedAt).not.toBeNull();
  });

  test('is judged for itself: one good desk mends nothing of another', () => {
    const bad = new Page('kim');
    const good = new Page('lee');
    bad.report({ sound: 'unavailable' });
    pass(61_000, bad, good);
    expect(troubles()).toEqual(['soundFailing 1번 자리 (unavailable)']);
  });

  test('that signs off is no longer judged', () => {
    const page = new Page('kim');
    page.report({ sound: 'blocked' });
    pass(61_000, page);
    sessions.delete('kim');
    page.session = null;
    page.report();
    expect(troubles()).toEqual([]);
    pass(10 * MINUTE, page);
    expect(troubles()).toEqual([]);
  });
});

describe('nobody at any desk', () => {
  test('after a window that was closed without a sign-off is a trouble, until somebody sits down', () => {
    pass(MINUTE, new Page('kim'));
    pass(5 * MINUTE - 1_000);
    expect(troubles()).toEqual([]);
    pass(MINUTE);
    expect(troubles()).toEqual(['displayAsleep 1번 자리']);
    expect([...standing.keys()]).toEqual(['displayAsleep no-seat']);
    new Page('lee').report();
    watch.tick();
    expect(troubles()).toEqual([]);
  });

  test('is none where everybody signed off, nobody ever signed on, or nobody is expected', () => {
    const page = new Page('kim');
    pass(MINUTE, page);
    sessions.delete('kim');
    page.session = null;
    page.report();
    pass(30 * MINUTE);
    expect(troubles()).toEqual([]);
    watch = start();
    pass(30 * MINUTE, new Page(null));
    expect(troubles()).toEqual([]);
    noSeatMinutes = null;
    pass(MINUTE, new Page('lee'));
    pass(30 * MINUTE);
    expect(troubles()).toEqual([]);
  });

  test('ends when the missing session is ended from elsewhere', () => {
    pass(MINUTE, new Page('kim'));
    pass(10 * MINUTE);
    expect(troubles()).toHaveLength(1);
    sessions.delete('kim');
    pass(2_000);
    expect(troubles()).toEqual([]);
  });

  test('is known after a restart of the engine, for a day', () => {
    pass(MINUTE, new Page('kim'));
    monotonic = 0;
    watch = start();
    pass(4 * MINUTE);
    expect(troubles()).toEqual([]);
    pass(2 * MINUTE);
    expect(troubles()).toEqual(['displayAsleep 1번 자리']);
    wall += 24 * 60 * MINUTE;
    watch.tick();
    expect(troubles()).toEqual([]);
  });

  test('does not follow from a page that was reloaded', () => {
    pass(MINUTE, new Page('kim'));
    const reloaded = new Page('kim');
    pass(30 * MINUTE, reloaded);
    expect(troubles()).toEqual([]);
    sessions.delete('kim');
    reloaded.session = null;
    pass(30 * MINUTE, reloaded);
    expect(troubles()).toEqual([]);
  });

  test('does not follow from an onlooker who closes the page', () => {
    pass(MINUTE, new Page(null));
    pass(30 * MINUTE);
    expect(troubles()).toEqual([]);
    expect(expected).toBeNull();
  });
});

describe('a page speaks for itself alone', () => {
  test('an onlooker raises and mends nothing, and is not shown', () => {
    const page = new Page(null);
    page.report({ sound: 'unavailable', display: 'hidden' });
    pass(5 * MINUTE, page);
    expect(troubles()).toEqual([]);
    expect(watch.views()).toEqual([]);
  });

  test('without its session it can’t take a signed-on seat off duty', () => {
    const page = new Page('kim');
    page.report({ sound: 'blocked' });
    pass(61_000, page);
    expect(watch.report({ ...page.say, seat: page.seat, session: null, sound: 'ok' })).toBe(false);
    expect(watch.report({ ...page.say, seat: page.seat, session: 'guess', sound: 'ok' })).toBe(
      false,
    );
    expect(troubles()).toHaveLength(1);
  });

  test('an id is not told to the others', () => {
    const page = new Page('kim');
    page.report();
    expect(JSON.stringify(watch.views())).not.toContain(page.seat);
  });

  test('reports too fast are passed over, and the seat stays', () => {
    const page = new Page('kim');
    const taken = Array.from({ length: 20 }, () => page.report());
    expect(taken.filter(Boolean).length).toBeLessThan(10);
    pass(20_000, page);
    expect(watch.views()).toHaveLength(1);
  });

  test('a hundred onlookers fill no memory, and keep no desk out', () => {
    const crowd = Array.from({ length: 100 }, () => new Page(null));
    expect(crowd.map((page) => page.report()).filter(Boolean)).toHaveLength(64);
    expect(new Page('kim').report()).toBe(true);
    expect(watch.views()).toHaveLength(1);
  });

  test('one sign-on fills no list of seats', () => {
    for (let i = 0; i < 20; i++) new Page('kim').report();
    expect(watch.views().length).toBeLessThanOrEqual(4);
  });
});
