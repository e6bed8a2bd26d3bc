import { describe, expect, it } from 'vitest';
import { PubAckWriter } from '#engine/sources/PubAckWriter.ts';

function writer() {
  const written: number[][] = [];
  return { acks: new PubAckWriter((bytes) => written.push([...bytes])), written };
}
const turn = () => new Promise<void>((resolve) => process.nextTick(resolve));

describe('PUBACKs', () => {
  it('of one batch are one write, in order, four bytes each', async () => {
    const { acks, written } = writer();
    for (const id of [1, 256, 65_535]) acks.add(id);
    expect(written).toEqual([]);
    await turn();
    expect(written).toEqual([[0x40, 2, 0, 1, 0x40, 2, 1, 0, 0x40, 2, 255, 255]]);
  });

  it('of two batches are two writes', async () => {
    const { acks, written } = writer();
    acks.add(1);
    await turn();
    acks.add(2);
    await turn();
    expect(written).toHaveLength(2);
  });

  it('can be sent at once, before the connection is closed, and are not sent twice', async () => {
    const { acks, written } = writer();
    acks.add(1);
    acks.flush();
    expect(written).toHaveLength(1);
    await turn();
    expect(written).toHaveLength(1);
  });

  it('are not written to a connection that is gone', async () => {
    const { acks, written } = writer();
    acks.add(1);
    acks.stop();
    acks.add(2);
    await turn();
    acks.flush();
    expect(written).toEqual([]);
  });
});
