/** What chance seldom brings about: one thing set aside over another, and every state in which it can be. */
import type { ActName } from '#engine/alarms/acts.ts';
import { SET_ASIDE_TYPES, type SetAsideType } from '#shared/alarms/setAside.ts';
import * as steps from './steps.ts';
import type { Saying } from './told.ts';

const HOUR = 3_600_000;
const LEE = '이영희';

const saying = (said: Partial<Saying>): Saying => {
  return { device: 'a', level: 'NORMAL', bits: [], doubt: 'none', nearLimit: false, ...said };
};
const says = (said: Partial<Saying>, times = 1) =>
  steps.readings([{ ...saying(said), times }], false);
const high = says({ level: 'HIGH' });
const critical = says({ level: 'CRITICAL' });
const overvoltage = says({ bits: ['overvoltage'] });
const calm = says({}, 3);
const begin = (type: SetAsideType, kind: 'overvoltage' | null = null) =>
  steps.beginAside({ type, device: 'a', kind, forMs: HOUR, longer: false }, LEE, false);
const end = (which = 0) => steps.endAside(which, LEE, false);
const act = (name: ActName) => steps.act(name, [{ place: 0 }], LEE, false);

const aside = (type: SetAsideType) => {
  const put = begin(type, 'overvoltage');
  return [
    ...[overvoltage, act('acknowledge'), put, end()],
    ...[put, calm, overvoltage, end()],
    ...[calm, put, overvoltage, calm, end()],
  ];
};
const hidden = (type: 'disabled' | 'outOfService') => [
  ...[begin(type), high, critical, end()],
  ...[calm, act('acknowledge'), act('reset')],
];

export const RARE_NIGHTS: readonly (readonly steps.Step[])[] = [
  ...SET_ASIDE_TYPES.map(aside),
  hidden('disabled'),
  hidden('outOfService'),
  // The weaker one begun first, the stronger one ended first; and the other way round.
  [begin('disabled'), begin('outOfService'), high, calm, high, end(1), calm, end()],
  [begin('disabled'), begin('outOfService'), high, calm, end(1), high, calm, end()],
  [begin('disabled'), high, begin('outOfService'), calm, begin('outOfService'), end(), end()],
  // The desk's clock runs ahead while a fire ends, or comes back: the next one is not an old one.
  [high, steps.setClock(3 * HOUR), calm, act('acknowledge'), act('reset'), steps.setClock(0), high],
  [
    ...[critical, calm, act('acknowledge'), steps.setClock(3 * HOUR), high, act('acknowledge')],
    ...[steps.setClock(0), critical],
  ],
  // Danger of an occurrence that ends in the same batch.
  [
    ...[overvoltage, act('acknowledge')],
    steps.older(saying({ bits: ['overvoltage'] }), 3000, false, [{ ...saying({}), times: 3 }]),
  ],
  // Two who want to do the same.
  [overvoltage, act('take'), act('take'), act('release'), act('release')],
  // Time brings both back at once.
  [begin('disabled'), begin('outOfService'), high, steps.pass(2 * HOUR)],
];
