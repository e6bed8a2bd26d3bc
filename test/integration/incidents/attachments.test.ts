import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AttachmentView } from '#shared/contract/responseViews.ts';
import { CHUNK_BYTES, MAX_ATTACHMENT_BYTES } from '#shared/response/attachment.ts';
import { CHIEF, GUARD, MINUTE, OTHER, ResponseScenario } from './ResponseScenario.ts';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const text = (content: string) => new TextEncoder().encode(content);

/** One open incident with a person who sends files. */
function site() {
  const scenario = new ResponseScenario();
  const [alarm] = scenario.raise('a', 0, 'arcAlarm');
  const { id } = scenario.of(alarm!).incident;
  const begin = (name: string, byteLength: number, by = GUARD, incidentId = id) =>
    scenario.rooms.attachments.begin({ incidentId, name, byteLength }, by);
  const uploadOf = async (name: string, byteLength: number) => {
    const begun = await begin(name, byteLength);
    if (begun === undefined || typeof begun === 'string') throw new Error(`refused: ${begun}`);
    return begun.uploadId;
  };
  const chunk = (uploadId: string, offset: number, bytes: Uint8Array, by = GUARD) =>
    scenario.rooms.attachments.chunk(uploadId, offset, Buffer.from(bytes).toString('base64'), by);
  const send = async (name: string, bytes: Uint8Array) => {
    const uploadId = await uploadOf(name, bytes.byteLength);
    for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
      const refusal = await chunk(uploadId, at, bytes.subarray(at, at + CHUNK_BYTES));
      if (refusal !== null) return refusal;
    }
    return scenario.rooms.attachments.finish(uploadId, GUARD);
  };
  const folder = path.join(scenario.dataDir, 'attachments');
  const files = () =>
    existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort() : [];
  return { scenario, alarm: alarm!, id, begin, uploadOf, chunk, send, folder, files };
}

async function kept(sent: Promise<AttachmentView | string>): Promise<AttachmentView> {
  const attachment = await sent;
  if (typeof attachment === 'string') throw new Error(`refused: ${attachment}`);
  return attachment;
}

afterEach(() => vi.restoreAllMocks());

describe('a file', () => {
  test('comes in chunks, is kept under its hash and read back as it was, after a restart too', async () => {
    const { scenario, alarm, send, files } = site();
    const bytes = new Uint8Array(3 * CHUNK_BYTES + 17).fill(0x41);
    const attachment = await kept(send('기록.txt', bytes));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(attachment).toMatchObject({
      sha256,
      name: '기록.txt',
      mediaType: 'text/plain;charset=utf-8',
      byteLength: bytes.byteLength,
      by: '김철수',
    });
    expect(files()).toEqual(['.incoming', sha256]);
    scenario.restart();
    const parts: Buffer[] = [];
    for (let offset: number | null = 0; offset !== null; ) {
      const part = await scenario.rooms.attachments.read(attachment.id, offset);
      parts.push(Buffer.from(part!.data, 'base64'));
      offset = part!.next;
    }
    expect(parts).toHaveLength(4);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    expect(scenario.of(alarm).attachments).toEqual([attachment]);
    expect(scenario.of(alarm).timeline).toContainEqual(
      expect.objectContaining({ change: 'attach', by: '김철수' }),
    );
    expect(scenario.audited()).toEqual(['incident.attach']);
  });

  test('sent twice is there once; in two incidents its bytes are', async () => {
    const { scenario, alarm, send, files } = site();
    const first = await kept(send('a.png', PNG));
    expect(await kept(send('b.png', PNG))).toEqual(first);
    expect(scenario.of(alarm).attachments).toHaveLength(1);
    const [far] = scenario.raise('far', 1, 'arcAlarm');
    const other = scenario.of(far!).incident.id;
    const { rooms } = scenario;
    const begun = await rooms.attachments.begin(
      { incidentId: other, name: 'c.png', byteLength: PNG.byteLength },
      GUARD,
    );
    const { uploadId } = begun as { uploadId: string };
    await rooms.attachments.chunk(uploadId, 0, Buffer.from(PNG).toString('base64'), GUARD);
    expect(await rooms.attachments.finish(uploadId, GUARD)).toMatchObject({ name: 'c.png' });
    expect(files()).toEqual(['.incoming', first.sha256]);
  });

  test.each([
    ['../../../etc/cron.d/evil', text('* * * * *'), 'evil.txt'],
    ['..\\..\\autoexec.bat', text('format c:'), 'autoexec.bat.txt'],
    ['photo.jpg\u202egnp.exe', PNG, 'photo.jpggnp.exe.png'],
    ['page.html', text('<script>alert(1)</script>'), 'page.html.txt'],
    ['plan.svg', text('<svg onload="alert(1)"/>'), 'plan.svg.txt'],
    ['\u0000', PNG, 'file.png'],
    ['CON', PNG, '_CON.png'],
  ])('named %j gets a name that is none of that, and no path', async (name, bytes, given) => {
    const { send, files } = site();
    const { sha256, name: stored } = await kept(send(name, bytes));
    expect(stored).toBe(given);
    expect(files()).toEqual(['.incoming', sha256]);
  });

  test('that is no picture, PDF or text is refused whatever it calls itself, and nothing of it stays', async () => {
    const { send, files } = site();
    const program = Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4]);
    expect(await send('photo.jpg', program)).toBe('unknownType');
    expect(await send('archive.pdf', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]))).toBe(
      'unknownType',
    );
    expect(files()).toEqual(['.incoming']);
  });

  test('that is empty, too large, or more than the incident may have is refused before it is sent', async () => {
    const { scenario, begin, id } = site();
    expect(await begin('a.txt', 0)).toBe('empty');
    expect(await begin('a.txt', MAX_ATTACHMENT_BYTES + 1)).toBe('tooLarge');
    expect(await begin('a.txt', 10, GUARD, 'no such incident')).toBeUndefined();
    const insert = scenario.db.prepare(
      `INSERT INTO attachment (incident_id, sha256, name, media_type, byte_length, at_ms, operator, desk)
       VALUES (?, ?, 'x', 'image/png', ?, 0, 'x', 'x')`,
    );
    for (let i = 0; i < 9; i++) insert.run(id, `${i}`, MAX_ATTACHMENT_BYTES);
    // Half of what is left is on its way.
    expect(await begin('a.txt', MAX_ATTACHMENT_BYTES / 2)).toHaveProperty('uploadId');
    expect(await begin('b.txt', MAX_ATTACHMENT_BYTES / 2 + 1)).toBe('incidentFull');
    expect(await begin('b.txt', MAX_ATTACHMENT_BYTES / 2)).toHaveProperty('uploadId');
  });
});

describe('on its way', () => {
  test('a chunk that comes twice is harmless; one that is missing, or too much, ends it', async () => {
    const { scenario, uploadOf, chunk, files } = site();
    const twice = await uploadOf('a.txt', 4);
    expect(await chunk(twice, 0, text('ab'))).toBeNull();
    expect(await chunk(twice, 0, text('ab'))).toBeNull();
    expect(await chunk(twice, 2, text('cd'))).toBeNull();
    const kept = await scenario.rooms.attachments.finish(twice, GUARD);
    expect(kept).toMatchObject({ byteLength: 4 });
    const gap = await uploadOf('b.txt', 6);
    await chunk(gap, 0, text('ab'));
    expect(await chunk(gap, 4, text('ef'))).toBe('interrupted');
    expect(await chunk(gap, 2, text('cd'))).toBe('interrupted');
    const more = await uploadOf('c.txt', 3);
    expect(await chunk(more, 0, text('abcd'))).toBe('tooLarge');
    const less = await uploadOf('d.txt', 3);
    await chunk(less, 0, text('ab'));
    expect(await scenario.rooms.attachments.finish(less, GUARD)).toBe('interrupted');
    expect(files()).toEqual(['.incoming', (kept as AttachmentView).sha256].sort());
  });

  test('nobody goes on with another’s file, or with one that never began', async () => {
    const { scenario, uploadOf, chunk } = site();
    const uploadId = await uploadOf('a.txt', 2);
    expect(await chunk(uploadId, 0, text('ab'), OTHER)).toBe('interrupted');
    expect(await scenario.rooms.attachments.finish(uploadId, OTHER)).toBe('interrupted');
    expect(await chunk(randomUUID(), 0, text('ab'))).toBe('interrupted');
    expect(await chunk(uploadId, 0, text('ab'))).toBeNull();
  });

  test('only so many at once, and one that was left alone makes room', async () => {
    const { scenario, begin } = site();
    for (let i = 0; i < 8; i++) expect(await begin('a.txt', 5)).toHaveProperty('uploadId');
    expect(await begin('a.txt', 5)).toBe('busy');
    scenario.alarms.setClock(20 * MINUTE);
    expect(await begin('a.txt', 5)).toHaveProperty('uploadId');
  });

  test('a restart forgets it and leaves nothing behind', async () => {
    const { scenario, uploadOf, chunk, files } = site();
    const uploadId = await uploadOf('a.txt', 4);
    await chunk(uploadId, 0, text('ab'));
    await scenario.rooms.attachments.close();
    scenario.restart();
    expect(await scenario.rooms.attachments.chunk(uploadId, 2, 'Y2Q=', GUARD)).toBe('interrupted');
    expect(files()).toEqual([]);
  });

  test('what its incident was merged into has it', async () => {
    const { scenario, alarm, id, uploadOf, chunk } = site();
    const [far] = scenario.raise('far', 1, 'arcAlarm');
    const whole = scenario.of(far!).incident.id;
    const uploadId = await uploadOf('a.txt', 2);
    await chunk(uploadId, 0, text('ab'));
    scenario.rooms.acts.merge(id, whole, '같은 일', CHIEF);
    await scenario.rooms.attachments.finish(uploadId, GUARD);
    expect(scenario.of(alarm).incident.id).toBe(whole);
    expect(scenario.of(alarm).attachments).toHaveLength(1);
  });
});

describe('a disk that is full', () => {
  const noSpace = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

  test('refuses the chunk in words, and what was written of the file is gone', async () => {
    const { uploadOf, chunk, files } = site();
    const handle = await open(import.meta.filename);
    const fileHandle = Object.getPrototypeOf(handle) as typeof handle;
    await handle.close();
    const uploadId = await uploadOf('a.txt', 4);
    await chunk(uploadId, 0, text('ab'));
    vi.spyOn(fileHandle, 'write').mockRejectedValueOnce(noSpace());
    expect(await chunk(uploadId, 2, text('cd'))).toBe('diskFull');
    expect(files()).toEqual(['.incoming']);
  });

  test('in the database refuses the file, and says nothing that isn’t so', async () => {
    const { scenario, alarm, uploadOf, chunk } = site();
    const uploadId = await uploadOf('a.txt', 2);
    await chunk(uploadId, 0, text('ab'));
    const { db } = scenario;
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
    const { id } = scenario.of(alarm).incident;
    // Uses up what free room the database's pages still have, to the last byte.
    for (const length of [2000, 200, 1])
      expect(() => {
        for (;;) scenario.rooms.acts.note(id, 'x'.repeat(length), undefined, GUARD);
      }).toThrow(/full/);
    expect(await scenario.rooms.attachments.finish(uploadId, GUARD)).toBe('diskFull');
    db.pragma('max_page_count = 1000000');
    expect(scenario.of(alarm).attachments).toEqual([]);
  });
});

describe('reading', () => {
  test('what is not there, or was taken from the disk, is said and not made up', async () => {
    const { scenario, send, folder } = site();
    const { attachments } = scenario.rooms;
    expect(await attachments.read(4711, 0)).toBeUndefined();
    const { id, sha256 } = await kept(send('a.png', PNG));
    expect(await attachments.read(id, PNG.byteLength + 5)).toMatchObject({ data: '', next: null });
    rmSync(path.join(folder, sha256));
    expect(await attachments.read(id, 0)).toBeUndefined();
  });

  test('a row that a damaged or foreign hand wrote leads to no other file', async () => {
    const { scenario, send } = site();
    const { id } = await kept(send('a.png', PNG));
    writeFileSync(path.join(scenario.dataDir, 'secret'), 'secret');
    scenario.db.prepare("UPDATE attachment SET sha256 = '../secret' WHERE id = ?").run(id);
    await expect(scenario.rooms.attachments.read(id, 0)).rejects.toThrow('not the name');
  });

  test('only the desk’s own user reads the files', async () => {
    const { send, folder } = site();
    const { sha256 } = await kept(send('a.png', PNG));
    expect(statSync(path.join(folder, sha256)).mode & 0o077).toBe(0);
  });
});
