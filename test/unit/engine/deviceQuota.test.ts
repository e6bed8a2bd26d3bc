import { expect, it } from 'vitest';
import { DeviceQuota } from '#engine/DeviceQuota.ts';

const taken = (quota: DeviceQuota, sender: string, messages: number, backlog = false) => {
  let count = 0;
  for (let n = 0; n < messages; n++) if (quota.takes(sender, backlog)) count++;
  return count;
};

it('gives a device that floods its share and no more, and the others all of theirs', () => {
  let now = 0;
  const quota = new DeviceQuota(() => now);
  expect(taken(quota, 'flood', 30_000)).toBe(20_000);
  expect(taken(quota, 'calm', 10)).toBe(10);
  for (let second = 1; second <= 10; second++) {
    now = second * 1_000;
    expect(taken(quota, 'flood', 10_000)).toBe(100);
    expect(taken(quota, 'calm', 1)).toBe(1);
  }
  // Calm for as long as it flooded, it has its share again.
  now += 200_000;
  expect(taken(quota, 'flood', 30_000)).toBe(20_000);
});

it('lets in what a broker kept for a device while the desk was away for weeks', () => {
  const quota = new DeviceQuota(() => 0);
  expect(taken(quota, 'a', 150_000, true)).toBe(150_000);
  expect(quota.takes('a', false)).toBe(false);
});

it('stays bounded, and does not forget who floods while made-up names come', () => {
  const quota = new DeviceQuota(() => 0);
  taken(quota, 'flood', 20_000);
  for (let n = 0; n < 50_000; n++) quota.takes(`made-up-${n}`, false);
  expect(quota.takes('flood', false)).toBe(false);
});
