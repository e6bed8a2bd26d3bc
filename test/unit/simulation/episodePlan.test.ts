import { describe, expect, it } from 'vitest';
import { DISTURBANCE_TYPES } from '#shared/simulation/disturbances/catalogue.ts';
import { episodePlan, TRAINING_FAULT_TYPES } from '#shared/simulation/episodes/episodePlan.ts';

const counts = { incidents: 39, nearMisses: 13, hardNegatives: 44, normal: 20 };
const plan = episodePlan({ seed: 1, ...counts });

describe('a plan of episodes', () => {
  it('holds as many of each category as asked for, each on a device of its own', () => {
    const of = (category: string) => plan.filter((spec) => spec.category === category).length;
    expect(['incident', 'near_miss', 'hard_negative', 'normal'].map(of)).toEqual([39, 13, 44, 20]);
    expect(new Set(plan.map(({ index }) => index)).size).toBe(plan.length);
    expect(new Set(plan.map(({ deviceId }) => deviceId)).size).toBe(plan.length);
  });

  it('holds every type of training and every disturbance, the frequent faults more often, and no battery', () => {
    const types = plan.map(({ type }) => type);
    for (const type of [...TRAINING_FAULT_TYPES, ...DISTURBANCE_TYPES])
      expect(types).toContain(type);
    expect(TRAINING_FAULT_TYPES.length).toBeGreaterThanOrEqual(12);
    expect(types).not.toContain('battery');
    const times = (type: string) => types.filter((one) => one === type).length;
    expect(times('tracking')).toBeGreaterThan(times('harmonic'));
    const rare = episodePlan({ seed: 1, ...counts, faultTypes: ['battery'] });
    expect(rare.filter(({ type }) => type === 'battery')).toHaveLength(52);
  });

  it('keeps to its months and devices, so that test days share nothing with training days', () => {
    const test = episodePlan({
      seed: 2,
      ...counts,
      months: [9, 10],
      firstDevice: 500,
      devices: 50,
    });
    for (const { startAt, index } of test) {
      expect([9, 10]).toContain(new Date(startAt).getUTCMonth() + 1);
      expect(index).toBeGreaterThanOrEqual(500);
      expect(index).toBeLessThan(550);
    }
    expect(
      episodePlan({ seed: 2, ...counts, months: [9, 10], firstDevice: 500, devices: 50 }),
    ).toEqual(test);
  });

  it('refuses what it can’t plan', () => {
    expect(() => episodePlan({ seed: 1, ...counts, normal: -1 })).toThrow(RangeError);
    expect(() => episodePlan({ seed: 1, ...counts, months: [] })).toThrow(RangeError);
    expect(() => episodePlan({ seed: 1, ...counts, months: [13] })).toThrow(RangeError);
    expect(() => episodePlan({ seed: 1, ...counts, faultTypes: [] })).toThrow(RangeError);
  });
});
