import { describe, expect, test } from 'vitest';
import { type CutFound, cutControlRoom, cutSegment } from '../../support/powerCuts.ts';
import { seeded } from '../../unit/storage/readings.ts';
import { filesLike, temporaryFolder } from './folder.ts';

/** `npm run bench -- power` makes a thousand of each. */
const CUTS = 15;
const SEED = 20_260_102;

const expectWhole = (cut: CutFound) => {
  expect(cut).toMatchObject({ repaired: false, torn: false });
  expect(cut.found).toBeGreaterThanOrEqual(cut.said);
  expect(cut.found).toBeLessThanOrEqual(cut.most);
};

describe('after a power cut', () => {
  test('every act that was said to be done is in the control room, whole, and nothing is damaged', () => {
    const dir = temporaryFolder();
    const cuts = [...cutControlRoom(dir, CUTS, seeded(SEED))];
    expect(cuts).toHaveLength(CUTS);
    for (const cut of cuts) expectWhole(cut);
    // Both ends were met: what came after was lost, and what came after was kept.
    expect(new Set(cuts.map(({ found, said }) => found - said))).toEqual(new Set([0, 1]));
    expect(filesLike(dir, 'damaged')).toEqual([]);
  });

  test('every reading that was synced is in its segment, once, and nothing is damaged', async () => {
    let cuts = 0;
    for await (const cut of cutSegment(temporaryFolder(), CUTS, seeded(SEED))) {
      expectWhole(cut);
      cuts++;
    }
    expect(cuts).toBe(CUTS);
  });
});
