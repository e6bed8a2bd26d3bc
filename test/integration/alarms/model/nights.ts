import fc from 'fast-check';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import type { Asked } from './Asides.ts';
import type { Spell, Step, Target } from './steps.ts';
import * as steps from './steps.ts';
import type { Saying } from './told.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const device = fc.constantFrom('a', 'b', 'c');
const person = fc.constantFrom('김철수' as const, '이영희' as const);
const onFullDisk = fc.nat({ max: 11 }).map((dice) => dice === 11);

/** Few kinds, so that a night comes back to each: two of fire, one of them with a level; and one of every delay. */
const KINDS: readonly AlarmKind[] = ['risk', 'arcAlarm', 'overvoltage', 'powerFactorAlarm'];
const STATED: readonly AlarmKind[] = [...KINDS, 'communicationError', 'deviceSilent'];

const saying: fc.Arbitrary<Saying> = fc.record({
  device,
  level: fc.constantFrom('NORMAL', 'HIGH', 'CRITICAL'),
  bits: fc.constantFrom([], [], ['arcAlarm'], ['overvoltage'], ['arcAlarm', 'powerFactorAlarm']),
  doubt: fc.constantFrom(
    ...(['none', 'none', 'none', 'none', 'brokenProbe', 'contradictsItself'] as const),
    'communication',
  ),
  nearLimit: fc.nat({ max: 9 }).map((dice) => dice === 9),
});
const calm: fc.Arbitrary<Saying> = device.map((id) => ({
  device: id,
  level: 'NORMAL',
  bits: [],
  doubt: 'none',
  nearLimit: false,
}));
const spell: fc.Arbitrary<Spell> = fc
  .oneof(
    { weight: 3, arbitrary: fc.tuple(saying, fc.constantFrom(1, 1, 2, 3)) },
    { weight: 3, arbitrary: fc.tuple(calm, fc.constantFrom(1, 3, 3, 5, 12)) },
    { weight: 1, arbitrary: fc.tuple(calm, fc.constant(31)) },
  )
  .map(([said, times]) => ({ ...said, times }));

/** A kind that comes and goes within a batch. */
const flicker: fc.Arbitrary<Spell[]> = fc
  .tuple(saying, fc.integer({ min: 2, max: 4 }))
  .map(([said, cycles]) =>
    Array.from({ length: cycles }, (): Spell[] => [
      { ...said, times: 1 },
      { ...said, level: 'NORMAL', bits: [], doubt: 'none', nearLimit: false, times: 3 },
    ]).flat(),
  );

const target: fc.Arbitrary<Target> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ place: fc.nat({ max: 7 }) }) },
  { weight: 1, arbitrary: fc.record({ device, kind: fc.constantFrom(...STATED) }) },
);
const targets = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(target) },
  { weight: 1, arbitrary: fc.array(target, { minLength: 2, maxLength: 3 }) },
);

const type = fc.constantFrom('shelved' as const, 'disabled' as const, 'outOfService' as const);
const kindOrAll = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 3, arbitrary: fc.constantFrom<AlarmKind>(...STATED) },
);
const asked = (forMs: fc.Arbitrary<number>, longer: fc.Arbitrary<boolean>) =>
  fc.record<Asked>({ type, device, kind: kindOrAll, forMs, longer });
const ordinary = asked(fc.constantFrom(10 * MINUTE, HOUR, 24 * HOUR), fc.constant(false));
const long = asked(fc.constantFrom(25 * HOUR, 24 * 31 * HOUR), fc.boolean());

const act = (name: 'acknowledge' | 'reset' | 'silence' | 'take' | 'release') =>
  fc.tuple(targets, person, onFullDisk).map(([on, by, fails]) => steps.act(name, on, by, fails));

const STEPS: readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<Step> }[] = [
  {
    weight: 16,
    arbitrary: fc
      .tuple(fc.array(spell, { minLength: 1, maxLength: 2 }), onFullDisk)
      .map(([spells, fails]) => steps.readings(spells, fails)),
  },
  { weight: 2, arbitrary: flicker.map((spells) => steps.readings(spells, false)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        saying,
        fc.constantFrom(1000, 2000, 5000, 40_000, 20 * MINUTE),
        fc.boolean(),
        fc.array(spell, { maxLength: 1 }),
      )
      .map(([said, ago, late, first]) => steps.older(said, ago, late, first)),
  },
  { weight: 2, arbitrary: fc.constant(steps.again) },
  {
    weight: 2,
    arbitrary: fc.tuple(device, fc.boolean()).map(([id, is]) => steps.silent(id, is)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.boolean(), onFullDisk).map(([is, fails]) => steps.feedDown(is, fails)),
  },
  { weight: 1, arbitrary: fc.constant(steps.repaired) },
  { weight: 10, arbitrary: act('acknowledge') },
  { weight: 10, arbitrary: act('reset') },
  { weight: 3, arbitrary: act('silence') },
  { weight: 2, arbitrary: act('take') },
  { weight: 1, arbitrary: act('release') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(targets, person, fc.constantFrom(null, 'seen'))
      .map(([on, by, note]) => steps.act('note', on, by, false, note)),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(ordinary, person, onFullDisk)
      .map(([what, by, fails]) => steps.beginAside(what, by, fails)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(long, person).map(([what, by]) => steps.beginAside(what, by, false)),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat({ max: 3 }), person, onFullDisk)
      .map(([which, by, fails]) => steps.endAside(which, by, fails)),
  },
  { weight: 2, arbitrary: fc.constantFrom(30_000, 11 * MINUTE, HOUR, 25 * HOUR).map(steps.pass) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...[0, 0, 4, -4, 20, -20, 180, -180].map((minutes) => minutes * MINUTE))
      .map(steps.setClock),
  },
  { weight: 1, arbitrary: fc.constant(steps.restart) },
];

/** What may happen in one night, in any order. */
export const nights = (most: number) =>
  fc.commands([fc.oneof(...STEPS)], { maxCommands: most, size: 'max' });
