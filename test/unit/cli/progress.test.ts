import { describe, expect, test } from 'vitest';
import { Progress } from '../../../main/cli/Progress.ts';
import { RecentDevices } from '../../../main/cli/prediction/RecentDevices.ts';

function progress(total: number | null, isTTY = true) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = { isTTY, write: (text: string) => written.push(text) };
  return {
    written,
    clock,
    bar: new Progress({ stream, total, now: () => clock.now }),
  };
}

describe('a progress bar', () => {
  test('tells how much is done, how long it took, and how long it will still take', () => {
    const { bar, clock, written } = progress(1000);
    clock.now = 30_000;
    bar.add(250, '7');
    expect(written).toEqual([`\r\x1b[K${'█'.repeat(8)}${'░'.repeat(22)}  25 %  0:30 / 1:30  7`]);
    bar.end();
    expect(written.at(-1)).toBe('\r\x1b[K');
  });

  test('of a pipe, how much came', () => {
    const { bar, clock, written } = progress(null);
    clock.now = 65_000;
    bar.add(2_500_000);
    expect(written).toEqual(['\r\x1b[K2.5 MB  1:05']);
  });

  test('draws seldom however often it is told', () => {
    const { bar, clock, written } = progress(1000);
    for (; clock.now < 1000; clock.now += 10) bar.add(1);
    expect(written).toHaveLength(5);
  });

  test('says nothing where nobody looks', () => {
    const { bar, written } = progress(1000, false);
    bar.add(500);
    bar.end();
    expect(written).toEqual([]);
  });
});

test('the device that was heard longest ago is forgotten first', () => {
  const made: string[] = [];
  const recent = new RecentDevices(2, (deviceId) => {
    made.push(deviceId);
    return deviceId;
  });
  for (const deviceId of ['a', 'b', 'a', 'c', 'a', 'b']) recent.of(deviceId);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  expect(recent.forgotten).toBe(2);
});
