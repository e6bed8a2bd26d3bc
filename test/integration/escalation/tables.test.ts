/** Changing the tables: who, why, and what happens to those that stand. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BOSS, EscalationNight } from './EscalationNight.ts';

let night: EscalationNight;
beforeEach(() => {
  night = new EscalationNight();
  night.attend();
});
afterEach(() => night.end());

const change = () => {
  const { policy, version } = night.escalation.policies.current();
  const [sound, ...rest] = policy.tables.fire.HIGH.day;
  const first = { action: 'notify', afterSeconds: 5, topic: 'emergency' } as const;
  const day = sound ? [sound, first, ...rest.slice(1)] : [];
  const tables = {
    ...policy.tables,
    fire: { ...policy.tables.fire, HIGH: { ...policy.tables.fire.HIGH, day } },
  };
  return { policy: { ...policy, tables }, version };
};

test('a change is kept with who and why, holds for the next alarm, and survives a restart', () => {
  night.leave();
  night.hear('a', 'HIGH');
  const { policy, version } = change();
  const view = night.escalation.policies.set(policy, version, BOSS, '야간 근무 축소');
  expect(view).toMatchObject({ version: 1, by: '박반장', why: '야간 근무 축소' });
  night.hear('c', 'HIGH');
  night.restart(0);
  night.pass(5);
  expect(night.sent()).toEqual(['a 2 high raise', 'c 2 emergency escalate']);
  expect(night.escalation.policies.current()).toEqual(view);
  const detail = night.db
    .prepare<[], string>("SELECT detail_json FROM audit WHERE action = 'escalation.setTables'")
    .pluck()
    .get();
  expect(Object.keys(JSON.parse(detail ?? '{}').changed)).toEqual(['fire.HIGH.day']);
});

test('two people change them: the second is told, and the first’s stand', () => {
  const { policy, version } = change();
  expect(night.escalation.policies.set(policy, version, BOSS, 'first')).toBeDefined();
  expect(night.escalation.policies.set(policy, version, BOSS, 'second')).toBeUndefined();
  expect(night.escalation.policies.current().why).toBe('first');
});

test('damaged tables are replaced by those that the program came with: a fire is told', () => {
  const { policy, version } = change();
  night.escalation.policies.set(policy, version, BOSS, 'x');
  night.db.exec("UPDATE escalation_policy SET policy_json = '{}'");
  night.restart(0);
  night.leave();
  night.hear('a', 'HIGH');
  expect(night.sent()).toEqual(['a 2 high raise']);
  // And can be replaced without a collision of versions.
  expect(night.escalation.policies.set(policy, 1, BOSS, 'again')?.version).toBe(2);
});
