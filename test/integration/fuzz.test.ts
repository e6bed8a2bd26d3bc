/**
 * Bad input at every boundary: nothing crashes, nothing is lost, and each thing that is refused is counted with its
 * reason. Ten thousand cases; `npm run bench -- fuzz` runs a million, with other seeds.
 */
import { expect, it } from 'vitest';
import { fuzzNetwork } from '../support/fuzzNetwork.ts';
import { fuzzDecode, fuzzFiles, fuzzLines, fuzzPackets, fuzzPath } from '../support/fuzzTargets.ts';

const SEED = 1;

it('the decoder has an answer for every topic and payload', () => {
  const { taken = 0, ...refused } = fuzzDecode(SEED, 4_200);
  expect(taken).toBeGreaterThan(200);
  // Each reason is reached, or the fuzz says nothing about it.
  expect(Object.keys(refused).sort()).toEqual(
    expect.arrayContaining([
      'deviceIdMismatch',
      'missingField',
      'notJson',
      'notObject',
      'notUtf8',
      'outOfDomain',
      'tooLarge',
      'topicShape',
      'wrongType',
    ]),
  );
});

it('the path stores, quarantines or knows each message, and answers it once', async () => {
  const { readingsCommitted, duplicatesIgnored, refused } = await fuzzPath(SEED, 3_000);
  expect(readingsCommitted).toBeGreaterThan(300);
  expect(duplicatesIgnored).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(300);
});

it('lines are the same however their bytes come', async () => {
  const { lines } = await fuzzLines(SEED, 1_000);
  expect(lines).toBeGreaterThan(1_000);
});

it('packets are measured the same however their bytes come', () => {
  const { refused } = fuzzPackets(SEED, 1_000);
  expect(refused).toBeGreaterThan(50);
});

it('files give an answer or one sentence', async () => {
  const { readings, refusedLines, refusedFiles } = await fuzzFiles(SEED, 300);
  expect(readings).toBeGreaterThan(50);
  expect(refusedLines).toBeGreaterThan(50);
  expect(refusedFiles).toBeGreaterThan(50);
});

it('the doors of a running desk stay open for who asks rightly', async () => {
  const counts = await fuzzNetwork(SEED, 500);
  expect(counts['http 200']).toBeGreaterThan(5);
  expect(counts['http 400']).toBeGreaterThan(5);
  expect(counts['stored']).toBeGreaterThan(5);
  expect(counts['quarantined']).toBeGreaterThan(20);
});
