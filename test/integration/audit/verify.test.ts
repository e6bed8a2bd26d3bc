import { generateKeyPairSync, sign } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyIdOf } from '#engine/audit/SigningKey.ts';
import { type SignedHead, signedText } from '#shared/audit/entry.ts';
import { Chain } from './Chain.ts';

let chain: Chain;
beforeEach(() => {
  chain = new Chain();
  // Entry 1 announces the key; 2 to 10 are acts.
  chain.act(9);
});
afterEach(() => chain.dispose());

const first = async (files?: readonly string[]) => {
  const report = await chain.verify(files);
  expect(report.intact).toBe(false);
  return report.breaks[0];
};

describe('a chain that nobody touched', () => {
  test('is intact, while it is being written as well', async () => {
    chain.heads.close();
    expect(await chain.verify()).toEqual({
      intact: true,
      entries: 10,
      lastSeq: 10,
      lastHash: chain.audit.head().hash,
      headsChecked: 2,
      headLinesUnreadable: 0,
      newestHead: { seq: 10, at: chain.now },
      breaks: [],
      breakCount: 0,
    });
    const walk = chain.verify();
    chain.act(3);
    expect((await walk).intact).toBe(true);
  });

  test('of many pages is walked whole', async () => {
    chain.db.transaction(() => chain.act(2_500))();
    expect(await chain.verify()).toMatchObject({ intact: true, entries: 2_510 });
    chain.tamper("UPDATE audit SET desk = 'elsewhere' WHERE seq = 2001");
    expect(await chain.verify()).toMatchObject({
      breaks: [{ kind: 'changed', seq: 2001 }],
      breakCount: 1,
    });
  });

  test('that is empty says so, and with a signed head that knows more it is no longer whole', async () => {
    const kept = chain.keep([chain.heads.signedHead()]);
    chain.tamper('DELETE FROM audit');
    expect(await chain.verify([])).toMatchObject({ intact: true, entries: 0, headsChecked: 0 });
    expect(await first([kept])).toMatchObject({ kind: 'truncated', seq: 1, to: 10 });
  });
});

describe('an attack', () => {
  test.each([
    ['seq', 'UPDATE audit SET seq = 99 WHERE seq = 5', { kind: 'moved', seq: 5, to: 99 }],
    ['at_ms', 'UPDATE audit SET at_ms = at_ms + 1 WHERE seq = 5', { kind: 'changed', seq: 5 }],
    ['operator', "UPDATE audit SET operator = '이영희' WHERE seq = 5", { kind: 'changed', seq: 5 }],
    [
      'operator, taken away',
      'UPDATE audit SET operator = NULL WHERE seq = 5',
      { kind: 'changed', seq: 5 },
    ],
    ['role', "UPDATE audit SET role = 'administrator' WHERE seq = 5", { kind: 'changed', seq: 5 }],
    ['desk', "UPDATE audit SET desk = '' WHERE seq = 5", { kind: 'changed', seq: 5 }],
    [
      'action',
      "UPDATE audit SET action = 'alarm.reset' WHERE seq = 5",
      { kind: 'changed', seq: 5 },
    ],
    ['subject', "UPDATE audit SET subject = 'alarm-7' WHERE seq = 5", { kind: 'changed', seq: 5 }],
    ['detail', "UPDATE audit SET detail_json = '{}' WHERE seq = 5", { kind: 'changed', seq: 5 }],
    [
      'hash',
      `UPDATE audit SET hash = '${'a'.repeat(64)}' WHERE seq = 5`,
      { kind: 'changed', seq: 5 },
    ],
  ])('on the %s of an entry shows at that entry', async (_field, sql, expected) => {
    chain.tamper(sql);
    expect(await first()).toMatchObject(expected);
  });

  test('on one field is one break, however it is done', async () => {
    chain.tamper("UPDATE audit SET detail_json = '{}' WHERE seq = 5");
    chain.tamper(`UPDATE audit SET hash = '${'a'.repeat(64)}' WHERE seq = 8`);
    expect(await chain.verify()).toMatchObject({ breakCount: 2, breaks: [{ seq: 5 }, { seq: 8 }] });
  });

  test('that deletes entries in the middle shows which', async () => {
    chain.tamper('DELETE FROM audit WHERE seq BETWEEN 4 AND 6');
    expect(await first()).toMatchObject({ kind: 'missing', seq: 4, to: 6, declaredIn: null });
  });

  test('that deletes the beginning shows which', async () => {
    chain.tamper('DELETE FROM audit WHERE seq <= 3');
    expect(await first()).toMatchObject({ kind: 'missing', seq: 1, to: 3 });
  });

  test('that deletes and closes the gap shows where', async () => {
    chain.tamper('DELETE FROM audit WHERE seq = 4');
    for (let seq = 5; seq <= 10; seq++)
      chain.tamper(`UPDATE audit SET seq = ${seq - 1} WHERE seq = ${seq}`);
    expect(await first()).toMatchObject({ kind: 'changed', seq: 4 });
  });

  test('that deletes the end shows against a signed head, and only there', async () => {
    chain.heads.close();
    chain.tamper('DELETE FROM audit WHERE seq > 7');
    expect(await chain.verify([])).toMatchObject({ intact: true, headsChecked: 0 });
    expect(await first()).toMatchObject({ kind: 'truncated', seq: 8, to: 10, at: chain.now });
  });

  test('that deletes the end and lets the desk go on shows where it went on', async () => {
    chain.stop();
    chain.tamper('DELETE FROM audit WHERE seq > 7');
    chain.start();
    chain.act(5);
    expect(await first()).toMatchObject({ kind: 'rewritten', seq: 10 });
  });

  test('that swaps two entries shows the one that was moved', async () => {
    chain.tamper(
      'UPDATE audit SET seq = 100 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 8; UPDATE audit SET seq = 8 WHERE seq = 100',
    );
    expect(await first()).toMatchObject({
      kind: 'moved',
      seq: 5,
      to: 8,
      action: 'alarm.acknowledge',
    });
  });

  test('that puts an entry to the end shows where it stands', async () => {
    chain.tamper('UPDATE audit SET seq = 11 WHERE seq = 5');
    expect(await first()).toMatchObject({ kind: 'moved', seq: 5, to: 11 });
  });

  test('that computes the whole chain anew fits in itself and not a signed head', async () => {
    const kept = chain.keep([chain.heads.signedHead()]);
    chain.rewrite((rows) => rows.filter(({ seq }) => seq !== 6).concat(rows.slice(-1)));
    expect(await chain.verify([])).toMatchObject({ intact: true });
    expect(await first([kept])).toMatchObject({ kind: 'rewritten', seq: 10 });
  });
});

describe('a head', () => {
  /** Signs as somebody does who made a key of their own. */
  function forge(head: SignedHead): { head: SignedHead; publicKey: string } {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const forged = { ...head, publicKeyId: keyIdOf(spki) };
    const signature = sign(null, Buffer.from(signedText(forged)), privateKey).toString('base64');
    return { head: { ...forged, signature }, publicKey: spki };
  }

  test('that was changed shows by its signature, and proves nothing', async () => {
    const head = chain.heads.signedHead();
    const kept = chain.keep([{ ...head, seq: 12 }]);
    const report = await chain.verify([kept]);
    expect(report).toMatchObject({ headsChecked: 0, breakCount: 1 });
    expect(report.breaks[0]).toMatchObject({ kind: 'badSignature', seq: 12, detail: `${kept}:1` });
  });

  test('of a key that the chain doesn’t know shows as that', async () => {
    const { head } = forge(chain.heads.signedHead());
    expect(await first([chain.keep([head])])).toMatchObject({
      kind: 'wrongKey',
      detail: head.publicKeyId,
    });
  });

  test('kept elsewhere shows a chain that was written anew under another key', async () => {
    const kept = chain.keep([chain.heads.signedHead()]);
    chain.rewrite((rows) => rows.slice(0, 8));
    const { head, publicKey } = forge({ ...chain.heads.signedHead(), ...chain.audit.head() });
    chain.tamper(
      `DELETE FROM audit_key; INSERT INTO audit_key VALUES ('${head.publicKeyId}', '${publicKey}', 1)`,
    );
    writeFileSync(chain.headsFile, `${JSON.stringify(head)}\n`);
    // By itself nothing shows: whoever can write every file of the folder can make all of them agree.
    expect(await chain.verify()).toMatchObject({ intact: true, headsChecked: 1 });
    expect(await first([kept, chain.headsFile])).toMatchObject({ kind: 'wrongKey' });
  });

  test('shows a known key that was put in place of another', async () => {
    const { publicKey } = forge(chain.heads.signedHead());
    chain.tamper(`UPDATE audit_key SET public_key = '${publicKey}'`);
    expect(await first([])).toMatchObject({ kind: 'wrongKey' });
  });

  test('is found in what carried it out, and lines that carry none are left alone', async () => {
    const kept = join(chain.dir, 'export.jsonl');
    const lines = [
      { type: 'emberwatch-audit' },
      chain.rows()[0],
      { head: chain.heads.signedHead() },
    ];
    writeFileSync(kept, lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(await chain.verify([kept])).toMatchObject({ intact: true, headsChecked: 1 });
  });

  test('is not needed: a folder without the file is walked all the same', async () => {
    rmSync(chain.headsFile);
    expect(await chain.verify()).toMatchObject({
      intact: true,
      headsChecked: 0,
      newestHead: null,
    });
  });
});
