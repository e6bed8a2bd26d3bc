/**
 * A bad night: ten thousand devices, three hundred alarms in five minutes, the network outside gone for an hour, the
 * two desks out of each other's reach for a part of it, and one of them killed in the middle. When all is well again,
 * it must have come to the same as the same night without any of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readAlarmId } from '#shared/alarms/identity.ts';
import { HELD_FIRE_MS } from '#shared/notifications/telling.ts';
import { NIGHT_START, type NightInput, nightInput } from './night/input.ts';
import { type NightDesk, RATE } from './night/NightDesk.ts';
import { type Disturbances, type Night, spend } from './night/spend.ts';
import { LEE } from './Scenario.ts';

const BAD: Disturbances = {
  doubt: { from: 100, to: 120 },
  outage: { from: 120, to: 3_720 },
  cut: { from: 150, to: 1_200 },
  dead: { from: 200, to: 206 },
};
/** From a message's arrival until the other desk knows of it: it asks every other second. */
const WORD_TAKES_MS = 4_000;

let input: NightInput;
let calm: Night;
let bad: Night;
beforeAll(async () => {
  input = nightInput(20_231_114, BAD.dead);
  const folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-night-'));
  calm = await spend(input, {}, path.join(folder, 'calm'));
  bad = await spend(input, BAD, path.join(folder, 'bad'));
  return () => {
    for (const desk of [calm.a, calm.b, bad.a, bad.b]) desk.end();
    rmSync(folder, { recursive: true });
  };
}, 120_000);

const NAMES = ['a', 'b'] as const;

/** Without times of a desk's own clock: a desk that was dead raised what it missed when it was back. */
function alarmsOf({ alarms }: NightDesk): readonly object[] {
  return alarms
    .history({ limit: 1_000 })
    .map(
      ({ id, state, priority, conditionActive, acknowledgedBy, takenBy, endedAt, firstOutId }) => {
        const ended = endedAt !== null;
        return { id, state, priority, conditionActive, acknowledgedBy, takenBy, ended, firstOutId };
      },
    )
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** An acknowledgement that came second, or too late for what got worse, stands under another name. */
function actsOf({ db }: NightDesk): readonly string[] {
  return db
    .prepare<[], string>(
      `SELECT alarm_id || ' ' || replace(type, 'alsoA', 'a') || ' ' || operator FROM alarm_event
       WHERE operator IS NOT NULL`,
    )
    .pluck()
    .all()
    .sort();
}

function incidentsOf({ db }: NightDesk): readonly unknown[] {
  return db
    .prepare(
      `SELECT incident.id, place, alarm_id FROM incident
       LEFT JOIN incident_alarm ON incident_id = incident.id ORDER BY 1, 3`,
    )
    .all();
}

/** By the names that both desks have for them. */
function toldBy(...desks: readonly NightDesk[]): ReadonlySet<string> {
  return new Set(desks.flatMap(({ told }) => told.map(({ telling }) => telling ?? 'own')));
}

/** What both desks told, although the word of the one could have kept the other from it. */
function toldTwiceForNothing({ a, b }: Night): readonly string[] {
  const [byA, byB] = [a, b].map(
    ({ told }) => new Map(told.map((one) => [one.telling ?? 'own', one] as const)),
  );
  return [...byA!].flatMap(([telling, first]) => {
    const second = byB!.get(telling);
    // Its rate kept the first waiting for as long as the other waits for its word, or nobody heard that it had told.
    const late = first.afterMs > HELD_FIRE_MS - WORD_TAKES_MS || !first.answered;
    return second === undefined || late || !second.answered ? [] : [telling];
  });
}

/** Alarms that were acknowledged at the other desk while this one could not hear of it. */
function acknowledgedUnheard(at: (typeof NAMES)[number]): ReadonlySet<string> {
  const acts = [...input.acts.values()].flat();
  return new Set(
    acts
      .filter(
        ({ name, desk, second }) =>
          name === 'acknowledge' && desk !== at && second >= BAD.cut.from && second < BAD.cut.to,
      )
      .map(({ alarmId }) => alarmId),
  );
}

const alarmIdOf = (told: string) => told.slice(0, told.indexOf('#'));

test('the nights were what they should be', () => {
  expect(alarmsOf(calm.a)).toHaveLength(300);
  const { outage, cut } = BAD;
  const during = (span: { from: number; to: number }) =>
    [...input.acts.values()].flat().filter(({ second: s }) => s >= span.from && s < span.to);
  expect(during(outage).length).toBeGreaterThan(200);
  expect(new Set(during(cut).map(({ desk, name }) => `${desk} ${name}`)).size).toBe(8);
  expect(toldBy(bad.a, bad.b).size).toBeGreaterThan(300);
  expect([bad.a, bad.b].flatMap(({ told }) => told).some(({ answered }) => !answered)).toBe(true);
  const ends = new Set(calm.a.alarms.history({ limit: 1_000 }).map(({ state }) => state));
  expect(ends.size).toBeGreaterThanOrEqual(4);
});

describe.each(NAMES)('desk %s', (name) => {
  test('has the same alarms in the same state', () => {
    expect(alarmsOf(bad[name])).toEqual(alarmsOf(calm[name]));
  });

  test('has the same incidents of the same alarms', () => {
    expect(incidentsOf(bad[name])).toEqual(incidentsOf(calm[name]));
  });

  test('has the same acts of the same people', () => {
    // In the calm night the second of two acknowledgements is refused; out of reach, both are made and both stand.
    const alsoMade = [...input.contested]
      .filter((id) => ((readAlarmId(id)?.onsetAt ?? 0) - NIGHT_START) / 1000 >= BAD.cut.from)
      .map((id) => `${id} acknowledge ${LEE.operator}`);
    expect(alsoMade.length).toBeGreaterThan(3);
    expect(actsOf(bad[name])).toEqual([...actsOf(calm[name]), ...alsoMade].sort());
  });

  test('told more outside only where it could not know that somebody had acknowledged', () => {
    const should = toldBy(calm.a, calm.b);
    const unheard = acknowledgedUnheard(name);
    const tooMuch = [...toldBy(bad[name])].filter((told) => !should.has(told));
    expect(tooMuch.filter((told) => !unheard.has(alarmIdOf(told)))).toEqual([]);
  });

  test('told nothing twice, but what arrived without an answer', () => {
    const twice = (desk: NightDesk) => {
      const keys = desk.told.map(({ key }) => key);
      return new Set(keys.filter((key, i) => keys.indexOf(key) !== i));
    };
    expect(twice(calm[name])).toEqual(new Set());
    const unanswered = bad[name].told.filter(({ answered }) => !answered);
    const doubted = new Set(unanswered.map(({ key }) => key));
    expect([...twice(bad[name])].filter((key) => !doubted.has(key))).toEqual([]);
    // Told again, by this desk or by the other.
    const answers = [bad.a, bad.b].flatMap(({ told }) => told.filter(({ answered }) => answered));
    const sure = new Set(answers.map(({ telling }) => telling));
    expect(unanswered.filter(({ telling }) => !sure.has(telling))).toEqual([]);
  });

  test.each(['calm', 'bad'] as const)(
    'never told faster than the rate in the %s night',
    (night) => {
      const { attempts } = { calm, bad }[night][name];
      for (const [first, from] of attempts.entries())
        for (let last = first; last < attempts.length; last++)
          expect(last - first + 1).toBeLessThanOrEqual(
            RATE.burst + Math.floor((attempts[last]! - from) / (RATE.everySeconds * 1000) + 1e-9),
          );
    },
  );
});

test('between them the desks told the same as in the calm night, and nothing less', () => {
  const did = toldBy(bad.a, bad.b);
  expect(did).not.toContain('own');
  expect([...toldBy(calm.a, calm.b)].filter((told) => !did.has(told))).toEqual([]);
  expect(did.size).toBeGreaterThan(toldBy(calm.a, calm.b).size);
});

test.each(['calm', 'bad'] as const)(
  'in the %s night the one told what the other had not',
  (name) => {
    const night = { calm, bad }[name];
    expect(toldTwiceForNothing(night)).toEqual([]);
    const twice = night.a.told.length + night.b.told.length - toldBy(night.a, night.b).size;
    expect(twice).toBeLessThan(toldBy(night.a, night.b).size / 10);
  },
);

test('both desks end alike', () => {
  expect(alarmsOf(bad.a)).toEqual(alarmsOf(bad.b));
  expect(actsOf(bad.a)).toEqual(actsOf(bad.b));
  expect(incidentsOf(bad.a)).toEqual(incidentsOf(bad.b));
});
