import { expect, test } from 'vitest';
import { Revisions } from '#engine/live/Revisions.ts';

test('each topic is counted for itself, and every change is told', () => {
  let told = 0;
  const revisions = new Revisions(() => told++);
  revisions.bump('setAside');
  revisions.bump('setAside');
  revisions.bump('shift');
  expect(revisions.counts()).toMatchObject({ setAside: 2, shift: 1, incidents: 0 });
  expect(told).toBe(3);
});
