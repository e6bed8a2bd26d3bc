import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSignedBy } from '#engine/audit/SigningKey.ts';
import { signedText } from '#shared/audit/entry.ts';
import { Chain, T0 } from './Chain.ts';

const HOUR = 3_600_000;

let chain: Chain;
beforeEach(() => {
  chain = new Chain();
});
afterEach(() => chain.dispose());

const keyFile = () => join(chain.dir, 'audit-key.pem');
const seqs = () => chain.headLines().map(({ seq }) => seq);

describe('the key', () => {
  test('is made at the first start, readable by its owner alone, and announced in the chain', () => {
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
    const [key] = chain.heads.keys();
    expect(chain.rows()).toMatchObject([
      { seq: 1, action: 'audit.key', subject: key?.id, operator: null },
    ]);
    const written = JSON.stringify(chain.rows()) + readFileSync(chain.headsFile, 'utf8');
    const secret = readFileSync(keyFile(), 'utf8').split('\n')[1] ?? 'none';
    expect(written).not.toContain(secret);
  });

  test('is the same after a restart, even one that lost its mode', () => {
    chmodSync(keyFile(), 0o644);
    chain.stop();
    chain.start();
    expect(chain.heads.keys()).toHaveLength(1);
    expect(chain.rows()).toHaveLength(1);
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['was taken away', () => rmSync(keyFile())],
    ['can’t be read', () => writeFileSync(keyFile(), 'garbage')],
  ])('that %s is replaced, and the chain says so and still fits', async (_name, harm) => {
    const [old] = chain.heads.keys();
    chain.act(2);
    chain.stop();
    harm();
    chain.start();
    const entry = chain.rows().at(-1);
    expect(entry).toMatchObject({ action: 'audit.key' });
    expect(JSON.parse(entry?.detail_json ?? '')).toMatchObject({ before: [old?.id] });
    chain.act();
    expect(await chain.verify()).toMatchObject({ intact: true, headsChecked: 3 });
  });
});

describe('a signed head', () => {
  test('is the newest entry at a moment, and its signature holds for nothing else', () => {
    chain.act(3);
    const head = chain.heads.signedHead();
    const [key] = chain.heads.keys();
    expect(head).toMatchObject({ seq: 4, hash: chain.rows().at(-1)?.hash, publicKeyId: key?.id });
    const holds = (text: string) => isSignedBy(key?.publicKey ?? '', text, head.signature);
    expect(holds(signedText(head))).toBe(true);
    for (const change of [{ seq: 5 }, { at: head.at + 1 }, { hash: 'f'.repeat(64) }])
      expect(holds(signedText({ ...head, ...change }))).toBe(false);
    expect(isSignedBy('no key', signedText(head), head.signature)).toBe(false);
  });
});

describe('the file of heads', () => {
  test('gets one at each start, one a day of the site, and one at close', () => {
    expect(seqs()).toEqual([1]);
    chain.act(2);
    chain.heads.daily();
    expect(seqs()).toEqual([1]);
    // 23:59 in Seoul, and then past midnight there while it is still afternoon in London.
    chain.now = T0 + 15 * HOUR - 60_000;
    chain.heads.daily();
    expect(seqs()).toEqual([1]);
    chain.now = T0 + 15 * HOUR;
    chain.heads.daily();
    chain.heads.daily();
    expect(seqs()).toEqual([1, 3]);
    chain.act();
    chain.stop();
    expect(seqs()).toEqual([1, 3, 4]);
    chain.start();
    expect(seqs()).toEqual([1, 3, 4]);
  });

  test('gets one a day also when nothing happened: the quiet is proven too', () => {
    chain.now += 24 * HOUR;
    chain.heads.daily();
    expect(chain.headLines()).toMatchObject([
      { seq: 1, at: T0 },
      { seq: 1, at: T0 + 24 * HOUR },
    ]);
  });

  test('goes on behind the half of a line that a power cut left', async () => {
    appendFileSync(chain.headsFile, '{"seq":1,"ha');
    chain.act();
    chain.heads.close();
    expect(readFileSync(chain.headsFile, 'utf8').split('\n')[1]).toBe('{"seq":1,"ha');
    expect(await chain.verify()).toMatchObject({
      intact: true,
      headsChecked: 2,
      headLinesUnreadable: 1,
    });
  });

  test('that can’t be written is told of, and keeps nobody from closing or beginning', () => {
    chain.act();
    rmSync(chain.headsFile);
    mkdirSync(chain.headsFile);
    chain.now += 24 * HOUR;
    expect(chain.heads.daily()).toContain('EISDIR');
    expect(() => chain.heads.close()).not.toThrow();
    rmdirSync(chain.headsFile);
    expect(chain.heads.daily()).toBeNull();
    expect(seqs()).toEqual([2]);
  });

  test('and a key that can’t be kept hold up no start', () => {
    chain.stop();
    for (const file of [chain.headsFile, keyFile()]) {
      rmSync(file);
      mkdirSync(join(file, 'in the way'), { recursive: true });
    }
    const open = () => chain.start();
    expect(open).not.toThrow();
    expect(chain.heads.signedHead().seq).toBe(2);
  });
});
