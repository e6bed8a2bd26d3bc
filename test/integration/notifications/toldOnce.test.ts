/**
 * Two outboxes that are asked to tell the same, with a link, a network and programs that fail as they like. Whatever
 * happens, each recipient of either desk is told of everything; where nothing happens, once.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredChannel } from '#engine/notifications/ChannelStore.ts';
import { takesTopic } from '#shared/notifications/channel.ts';
import type { NotificationRequest } from '#shared/notifications/request.ts';
import { HEARD_WITHIN_MS, heldMs } from '#shared/notifications/telling.ts';
import { channelOf, IN_MEMORY, OTHER, OutboxRig } from './OutboxRig.ts';
import { requestOf } from './requests.ts';

const RUNS = 15;
const RATE = { everySeconds: 1, burst: 50 };
const ASKS_EVERY_S = 2;
const SECOND = 1_000;

const toAll = <T>(value: T) => ({
  critical: value,
  high: value,
  model: value,
  system: value,
  emergency: value,
});
const hook = (url: string, id: string): StoredChannel =>
  channelOf(
    {
      rate: RATE,
      settings: { kind: 'webhook', url, topics: toAll(true), allowPlainHttp: false, ca: '' },
    },
    id,
  );
const mail = (...recipients: string[]): StoredChannel =>
  channelOf(
    {
      rate: RATE,
      settings: {
        kind: 'email',
        host: 'mail.example',
        port: 587,
        security: 'starttls',
        username: '',
        from: 'desk@example.com',
        recipients: toAll(recipients),
        ca: '',
      },
    },
    'mail',
  );

/** Some people are told by both desks, some by one. */
const CHANNELS = {
  a: [hook('https://both.example/', 'hook'), mail('kim@example.com', 'lee@example.com')],
  b: [
    hook('https://both.example/', 'hook'),
    hook('https://only-b.example/', 'other'),
    mail('lee@example.com', 'park@example.com'),
  ],
};
const RECIPIENTS = {
  a: ['https://both.example/', 'kim@example.com', 'lee@example.com'],
  b: ['https://both.example/', 'https://only-b.example/', 'lee@example.com', 'park@example.com'],
};
type Name = keyof typeof CHANNELS;
const NAMES = ['a', 'b'] as const;

/** The same telling at both desks has the same name, and another key, since that has the time of the desk's clock. */
const tellingOf = (n: number, at: Name, said: Partial<NotificationRequest> = {}) =>
  requestOf(n, { key: `alarm-${n}#${at}`, telling: `alarm-${n}`, ...said });

interface Page {
  readonly arrivesAt: number;
  readonly askedAt: number;
  readonly page: ReturnType<OutboxRig['page']>;
}

class Pair {
  readonly a: OutboxRig;
  readonly b: OutboxRig;
  /** Whether a desk hears the other. */
  readonly hears = { a: true, b: true };
  /** How long an answer is under way. */
  delayS = 0;
  readonly #underWay: Record<Name, Page[]> = { a: [], b: [] };
  #second = 0;

  constructor(ids: Readonly<Record<Name, string>> = { a: 'desk-1', b: 'desk-2' }) {
    this.a = new OutboxRig(IN_MEMORY, CHANNELS.a, ids.a);
    this.b = new OutboxRig(IN_MEMORY, CHANNELS.b, ids.b);
  }

  /** @param asksEvery seconds; less than after which a desk counts as not heard */
  async pass(seconds: number, asksEvery = ASKS_EVERY_S): Promise<void> {
    const until = this.#second + seconds;
    while (this.#second < until) {
      const toNext = asksEvery - (this.#second % asksEvery);
      const step = Math.min(toNext, until - this.#second);
      await Promise.all(NAMES.map((name) => this[name].time.advance(step * SECOND)));
      this.#second += step;
      const asks = this.#second % asksEvery === 0;
      for (const name of NAMES) this.#follow(name, asks);
    }
  }

  #follow(name: Name, asks: boolean): void {
    const desk = this[name];
    const answers = this.#underWay[name];
    // One question after the other, as the desk asks.
    if (asks && this.hears[name] && answers.length === 0)
      answers.push({
        arrivesAt: this.#second + this.delayS,
        askedAt: desk.time.monotonicNow(),
        page: this[name === 'a' ? 'b' : 'a'].page(desk.others.cursor(OTHER)),
      });
    for (const { askedAt, page } of answers.splice(0, due(answers, this.#second)))
      desk.others.heard(OTHER, page, askedAt);
  }

  /** What is told by the desks, one line for each recipient: `alarm-3 kim@example.com`. */
  told(name?: Name): readonly string[] {
    return (name ? [name] : NAMES).flatMap((one) =>
      this[one].outside.arrived.flatMap(({ keys, recipients }) =>
        keys.flatMap((key) => recipients.map((recipient) => `${key.split('#')[0]} ${recipient}`)),
      ),
    );
  }

  async end(): Promise<void> {
    await Promise.all([this.a.end(), this.b.end()]);
  }
}

const due = (answers: readonly Page[], second: number) =>
  answers.filter(({ arrivesAt }) => arrivesAt <= second).length;

/** All that the recipients of the desks that were asked should have been told. */
const should = (asked: ReadonlyMap<number, ReadonlySet<Name>>): readonly string[] =>
  [...asked].flatMap(([n, at]) =>
    [...new Set([...at].flatMap((name) => RECIPIENTS[name]))].map((one) => `alarm-${n} ${one}`),
  );

type Turn =
  | { readonly does: 'tell'; readonly count: number; readonly first: Name; readonly lagS: number }
  | { readonly does: 'tellAlone'; readonly at: Name }
  | { readonly does: 'wait'; readonly seconds: number }
  | { readonly does: 'hears'; readonly at: Name; readonly it: boolean }
  | { readonly does: 'delay'; readonly seconds: number }
  | { readonly does: 'network'; readonly at: Name; readonly up: boolean }
  | { readonly does: 'mute'; readonly at: Name; readonly on: boolean }
  | { readonly does: 'crash'; readonly at: Name }
  | { readonly does: 'clock'; readonly at: Name; readonly byS: number };

const at = fc.constantFrom(...NAMES);
/** Nothing fails. */
const calm: readonly fc.WeightedArbitrary<Turn>[] = [
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('tell' as const),
      count: fc.integer({ min: 1, max: 6 }),
      first: at,
      // One broker is slower than the other; less than a fire is held.
      lagS: fc.integer({ min: 0, max: 10 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      seconds: fc.integer({ min: 1, max: 90 }),
    }),
  },
];
const bad: readonly fc.WeightedArbitrary<Turn>[] = [
  ...calm,
  { weight: 1, arbitrary: fc.record({ does: fc.constant('tellAlone' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('hears' as const), at, it: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('delay' as const),
      seconds: fc.integer({ min: 0, max: 20 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('network' as const), at, up: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('mute' as const), at, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('crash' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('clock' as const),
      at,
      byS: fc.integer({ min: -90_000, max: 90_000 }),
    }),
  },
];

/** Plays it, then lets all be well again. @returns at which desks each telling was asked for */
async function play(pair: Pair, turns: readonly Turn[]): Promise<Map<number, Set<Name>>> {
  const asked = new Map<number, Set<Name>>();
  let n = 0;
  const tell = (name: Name, from: number, count: number) => {
    for (let i = from; i < from + count; i++) {
      asked.set(i, (asked.get(i) ?? new Set()).add(name));
      pair[name].enqueue(tellingOf(i, name));
    }
  };
  for (const turn of turns) {
    switch (turn.does) {
      case 'tell': {
        const from = n;
        n += turn.count;
        tell(turn.first, from, turn.count);
        await pair.pass(turn.lagS);
        tell(turn.first === 'a' ? 'b' : 'a', from, turn.count);
        break;
      }
      case 'tellAlone':
        tell(turn.at, n++, 1);
        break;
      case 'wait':
        await pair.pass(turn.seconds);
        break;
      case 'hears':
        pair.hears[turn.at] = turn.it;
        break;
      case 'delay':
        pair.delayS = turn.seconds;
        break;
      case 'network':
        pair[turn.at].outside.problem = turn.up ? null : 'unreachable';
        break;
      case 'mute':
        pair[turn.at].outside.mute = turn.on;
        break;
      case 'crash':
        pair[turn.at].crash();
        break;
      case 'clock':
        pair[turn.at].time.setClock(turn.byS * SECOND);
        break;
    }
  }
  for (const name of NAMES) {
    pair[name].outside.problem = null;
    pair[name].outside.mute = false;
    pair.hears[name] = true;
  }
  pair.delayS = 0;
  // The longest pause between two attempts is five minutes, and the longest hold four.
  await pair.pass(700, 8);
  return asked;
}

async function property(
  turns: readonly fc.WeightedArbitrary<Turn>[],
  holds: (pair: Pair, asked: ReadonlyMap<number, ReadonlySet<Name>>) => void,
): Promise<void> {
  const night = fc.array(fc.oneof(...turns), { minLength: 2, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(night, async (moves) => {
      const pair = new Pair();
      try {
        // Until each has heard the other once.
        await pair.pass(ASKS_EVERY_S);
        holds(pair, await play(pair, moves));
      } finally {
        await pair.end();
      }
    }),
    { numRuns: RUNS },
  );
}

it('whatever happens, everybody is told of everything', async () => {
  await property(bad, (pair, asked) => {
    expect(new Set(pair.told())).toEqual(new Set(should(asked)));
    for (const name of NAMES)
      for (const { id } of CHANNELS[name]) expect(pair[name].waiting(id)).toBe(0);
  });
}, 120_000);

it('where nothing happens, once', async () => {
  await property(calm, (pair, asked) => {
    expect([...pair.told()].sort()).toEqual([...should(asked)].sort());
  });
}, 120_000);

describe('one desk after the other', () => {
  const pairs: Pair[] = [];
  const pair = async (ids?: Readonly<Record<Name, string>>): Promise<Pair> => {
    const made = new Pair(ids);
    pairs.push(made);
    await made.pass(4);
    return made;
  };
  const both = (desks: Pair, n: number, said?: Partial<NotificationRequest>) => {
    for (const name of NAMES) desks[name].enqueue(tellingOf(n, name, said));
  };
  const deliveries = (rig: OutboxRig) => {
    const [newest] = rig.lists.notifications(
      1,
      () => null,
      (id) => rig.outbox.heldUntil(id),
    );
    return new Map(newest?.deliveries.map((one) => [one.channelId, one]));
  };
  const FIRE = 0;
  const TROUBLE = 2;

  it('says until when it waits, and then who told it', async () => {
    const desks = await pair();
    desks.b.enqueue(tellingOf(FIRE, 'b'));
    await desks.pass(1);
    const until = desks.b.time.now() - SECOND + heldMs('fire');
    const waits = deliveries(desks.b);
    expect(waits.get('hook')).toMatchObject({ state: 'waiting', heldUntil: until, toldBy: null });
    // Nobody else reaches these.
    expect(waits.get('other')).toMatchObject({ state: 'sent', heldUntil: null });

    desks.a.enqueue(tellingOf(FIRE, 'a'));
    await desks.pass(5);
    const told = deliveries(desks.b);
    const toldBy = { desk: 'other.example:7373', at: expect.any(Number) };
    expect(told.get('hook')).toMatchObject({ state: 'withdrawn', heldUntil: null, toldBy });
    // One of its two recipients is left.
    expect(told.get('mail')).toMatchObject({ state: 'waiting', heldUntil: until, toldBy });
    await desks.pass(20);
    expect(deliveries(desks.b).get('mail')).toMatchObject({ state: 'sent', toldBy });
    expect(desks.told('b')).toEqual([
      'alarm-0 https://only-b.example/',
      'alarm-0 park@example.com',
    ]);
    await desks.end();
  });

  it.each([
    ['fire', FIRE, heldMs('fire')],
    ['anything else', TROUBLE, heldMs('trouble')],
  ])(
    'waits for %s no longer than its time, whatever the clock is set to',
    async (_, n, heldFor) => {
      for (const setBy of [0, 36 * 3_600, -36 * 3_600]) {
        const desks = await pair();
        desks.a.outside.problem = 'unreachable';
        // Told as a channel that is well; that it isn't is known only after the first attempt.
        both(desks, n);
        await desks.pass(1);
        desks.b.time.setClock(setBy * SECOND);
        await desks.pass(heldFor / SECOND - 2);
        expect(desks.told('b')).toEqual([`alarm-${n} https://only-b.example/`]);
        await desks.pass(2);
        expect(desks.told('b')).toHaveLength(RECIPIENTS.b.length);
        await desks.end();
      }
    },
  );

  it('waits for nothing that the other desk can not tell', async () => {
    const desks = await pair();
    desks.a.outside.problem = 'credentialsRefused';
    both(desks, 0);
    await desks.pass(30);
    both(desks, 3);
    await desks.pass(1);
    expect(desks.told('b').filter((told) => told.startsWith('alarm-3 '))).toHaveLength(4);
    await desks.end();
  });

  it('lets go within seconds when the other desk is no longer heard', async () => {
    const desks = await pair();
    desks.a.outside.problem = 'unreachable';
    both(desks, TROUBLE);
    desks.hears.b = false;
    await desks.pass(HEARD_WITHIN_MS / SECOND + 1);
    expect(desks.told('b')).toHaveLength(4);
    await desks.end();
  });

  it('lets go of everything at a start', async () => {
    const desks = await pair();
    desks.a.outside.problem = 'unreachable';
    both(desks, TROUBLE);
    await desks.pass(1);
    desks.b.crash();
    await desks.pass(1);
    expect(desks.told('b')).toHaveLength(4);
    await desks.end();
  });

  it('after an hour without a link drops what the other desk has told meanwhile', async () => {
    const desks = await pair();
    desks.b.outside.problem = 'unreachable';
    desks.hears.b = false;
    for (const n of [0, 3, 6]) both(desks, n);
    await desks.pass(600);
    desks.hears.b = true;
    await desks.pass(4);
    expect(desks.b.waiting('hook')).toBe(0);
    desks.b.outside.problem = null;
    await desks.pass(400);
    expect(desks.told('b').filter((told) => told.includes('both'))).toEqual([]);
    expect(desks.told('b')).toHaveLength(6);
    await desks.end();
  });

  it('holds nothing back for what only this desk can tell', async () => {
    const desks = await pair();
    both(desks, FIRE, { telling: null });
    await desks.pass(1);
    expect(desks.told('b')).toHaveLength(4);
    await desks.pass(600);
    expect(desks.told()).toHaveLength(7);
    await desks.end();
  });

  it('with the same id both tell, and it is a trouble until one has another', async () => {
    const desks = await pair({ a: 'desk-1', b: 'desk-1' });
    both(desks, FIRE);
    await desks.pass(60);
    expect(desks.told()).toHaveLength(7);
    for (const name of NAMES) expect(desks[name].troubles.get('sameDeskId')).toMatch(/copy/);
    desks.a.others.heard(OTHER, { ...desks.b.page(0), deskId: 'desk-9' }, 0);
    expect(desks.a.troubles.get('sameDeskId')).toBeNull();
    await desks.end();
  });

  it('believes no desk that is older, simulated, or was read to another point', async () => {
    const desks = await pair();
    const { b } = desks;
    const told = { ...desks.a.page(0).told, next: 7 };
    const delivery = {
      telling: 'alarm-0',
      kind: 'webhook',
      recipient: told.reaches[0]?.recipients[0] ?? '',
      at: 1,
    };
    const states = () => b.others.views()[0]?.state;
    b.others.heard(OTHER, { deskId: undefined, told: undefined }, b.time.monotonicNow());
    expect(states()).toBe('older');
    const simulated = { ...told, simulated: true, deliveries: [delivery] };
    b.others.heard(OTHER, { deskId: 'desk-1', told: simulated }, b.time.monotonicNow());
    expect(states()).toBe('otherData');
    expect(b.others.tellsFirst('high', told.reaches[0]?.recipients ?? [])).toBe(false);
    expect(b.store.tellings.toldElsewhere('alarm-0').size).toBe(0);

    b.others.heard(OTHER, { deskId: 'desk-1', told }, b.time.monotonicNow());
    expect(b.others.cursor(OTHER)).toBe(7);
    expect(states()).toBe('inReach');
    // Another desk at the same address, asked from where the first was read to.
    b.others.heard(OTHER, { deskId: 'desk-0', told }, b.time.monotonicNow());
    expect(b.others.cursor(OTHER)).toBe(0);
    await desks.end();
  });

  it('tells its neighbour no address', () => {
    const desks = new Pair();
    const said = JSON.stringify(desks.b.page(0));
    expect(said).not.toMatch(/example/);
    for (const { settings } of CHANNELS.b.map(({ config }) => config))
      expect(takesTopic(settings, 'high')).toBe(true);
    expect(
      desks.b.page(0).told.reaches.find(({ topic }) => topic === 'high')?.recipients,
    ).toHaveLength(4);
    return desks.end();
  });
});
