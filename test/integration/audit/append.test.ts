import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Chain, KIM } from './Chain.ts';

let chain: Chain;
beforeEach(() => {
  chain = new Chain();
});
afterEach(() => chain.dispose());

const append = () => chain.audit.append({ by: KIM, action: 'alarm.silence', subject: 'alarm-1' });

describe('an entry', () => {
  test('is refused outside of a transaction', () => {
    expect(append).toThrow('in the transaction of its act');
  });

  test('follows the one before it in number and hash, also within one transaction and after a restart', async () => {
    chain.db.transaction(() => {
      append();
      append();
    })();
    chain.stop();
    chain.start();
    chain.act(2);
    expect(chain.rows().map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(await chain.verify()).toMatchObject({ intact: true, entries: 5 });
  });

  test('of a transaction that was rolled back leaves no trace, and the next one follows what is there', async () => {
    chain.act();
    const head = chain.audit.head();
    expect(() =>
      chain.db.transaction(() => {
        append();
        append();
        throw new Error('the disk is full');
      })(),
    ).toThrow('disk');
    expect(chain.audit.head()).toEqual(head);
    chain.act();
    expect(await chain.verify()).toMatchObject({ intact: true, lastSeq: head.seq + 1 });
  });

  test('of a part that was rolled back inside a transaction leaves no trace either', async () => {
    chain.db.transaction(() => {
      append();
      expect(() =>
        chain.db.transaction(() => {
          append();
          throw new Error('only this part');
        })(),
      ).toThrow();
      append();
    })();
    chain.act();
    expect(chain.rows().map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(await chain.verify()).toMatchObject({ intact: true });
  });

  test('that could not be committed is not in the head, signed or not', () => {
    const head = chain.heads.signedHead();
    chain.db.pragma('foreign_keys = ON');
    chain.db.exec(
      'CREATE TEMP TABLE parent (id INTEGER PRIMARY KEY); CREATE TEMP TABLE child (of_id REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED)',
    );
    expect(() =>
      chain.db.transaction(() => {
        append();
        chain.db.exec('INSERT INTO child VALUES (7)');
      })(),
    ).toThrow('FOREIGN KEY');
    expect(chain.audit.head().seq).toBe(head.seq);
    expect(chain.heads.signedHead()).toEqual(head);
  });
});

describe('the signed head', () => {
  test('inside a transaction is the committed one: what left the machine can’t be rolled back', () => {
    const before = chain.heads.signedHead();
    chain.db.transaction(() => {
      append();
      expect(chain.heads.signedHead()).toEqual(before);
    })();
    expect(chain.heads.signedHead().seq).toBe(before.seq + 1);
  });
});
