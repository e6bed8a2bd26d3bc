import { describe, expect, test } from 'vitest';
import type { IncidentView } from '#shared/contract/responseViews.ts';
import { CHUNK_BYTES, MAX_ATTACHMENT_BYTES } from '#shared/response/attachment.ts';
import type { EngineClient } from '../../../renderer/state/engineClient.ts';
import { fromBase64, sendFile, toBase64 } from '../../../renderer/state/files.ts';
import {
  closableTogether,
  NO_FILTER,
  queryOf,
  stepTo,
} from '../../../renderer/state/incidentQuery.ts';
import { isDeepEqual } from '../../../renderer/state/isDeepEqual.ts';
import { takingOf } from '../../../renderer/state/taking.ts';

const DAY = 86_400_000;
const incident = (said: Partial<IncidentView>) => said as IncidentView;

describe('what the list asks for', () => {
  test('everything, a page at a time, unless something is chosen', () => {
    expect(queryOf(NO_FILTER, 5 * DAY)).toEqual({ limit: 50, offset: 0 });
    expect(
      queryOf({ phase: 'waiting', outcome: 'real', period: 'day', text: ' 김 ', page: 2 }, 5 * DAY),
    ).toEqual({
      phase: 'waiting',
      outcome: 'real',
      from: 4 * DAY,
      text: '김',
      limit: 50,
      offset: 100,
    });
  });

  test('a clock near its beginning asks for no time before it', () => {
    expect(queryOf({ ...NO_FILTER, period: 'month' }, DAY)).toMatchObject({ from: 0 });
  });
});

test('only what is over and has no fire in it is closed together with others', () => {
  expect(closableTogether(incident({ phase: 'waiting', alarmClass: 'supervisory' }))).toBe(true);
  expect(closableTogether(incident({ phase: 'waiting', alarmClass: 'fire' }))).toBe(false);
  expect(closableTogether(incident({ phase: 'active', alarmClass: 'supervisory' }))).toBe(false);
  expect(closableTogether(incident({ phase: 'closed', alarmClass: 'supervisory' }))).toBe(false);
});

test('the choice moves one by one and stays at the ends', () => {
  const items = ['a', 'b', 'c'].map((id) => incident({ id }));
  const to = (chosen: string | null, step: 1 | -1) => stepTo(items, chosen, step)?.id;
  expect([to(null, 1), to('a', 1), to('c', 1), to('a', -1), to('gone', -1)]).toEqual([
    'a',
    'b',
    'c',
    'a',
    'a',
  ]);
  expect(stepTo([], null, 1)).toBeUndefined();
});

test('the key for taking means what the alarm and the operator make of it', () => {
  expect(takingOf({ takenBy: null }, 'Kim')).toBe('take');
  expect(takingOf({ takenBy: 'Kim' }, 'Kim')).toBe('release');
  expect(takingOf({ takenBy: 'Lee' }, 'Kim')).toBe('takeOver');
  expect(takingOf({ takenBy: 'Lee' }, null)).toBe('takeOver');
});

test('two pieces of data are compared by what they say', () => {
  const card = [{ id: 'a', text: { ko: '가', en: 'a' } }];
  expect(isDeepEqual(card, structuredClone(card))).toBe(true);
  expect(isDeepEqual(card, [{ id: 'a', text: { ko: '나', en: 'a' } }])).toBe(false);
  expect(isDeepEqual([1], { 0: 1 })).toBe(false);
  expect(isDeepEqual({ a: undefined }, {})).toBe(false);
  expect(isDeepEqual(null, {})).toBe(false);
});

describe('a file on its way to the engine', () => {
  /** An engine that takes chunks, and refuses the one that `refuse` names. */
  function engine(refuse: 'attachBegin' | 'attachChunk' | 'attachFinish' | null = null) {
    const taken: { offset: number; bytes: number }[] = [];
    const attachment = { id: 7 };
    const answer = (name: string, said: object) =>
      name === refuse ? { done: false, refusal: 'diskFull' } : { done: true, ...said };
    const client = {
      incidents: {
        attachBegin: async () => answer('attachBegin', { uploadId: 'u' }),
        attachChunk: async ({ offset, data }: { offset: number; data: string }) => {
          taken.push({ offset, bytes: fromBase64(data).length });
          return answer('attachChunk', { uploadId: 'u' });
        },
        attachFinish: async () => answer('attachFinish', { attachment }),
      },
    } as unknown as EngineClient;
    const parts = {
      request: <T>(run: (c: EngineClient, o: { signal: AbortSignal }) => Promise<T>) =>
        run(client, { signal: new AbortController().signal }),
      session: { require: async () => 's'.repeat(16), expire: () => undefined },
    };
    return { parts, taken };
  }
  const file = (size: number) => new File([new Uint8Array(size)], 'a.bin');

  test('goes in chunks that a transport takes, and says how far it is', async () => {
    const { parts, taken } = engine();
    const shares: number[] = [];
    const sent = await sendFile(parts, 'i', file(2 * CHUNK_BYTES + 1), (share) =>
      shares.push(share),
    );
    expect(sent).toEqual({ id: 7 });
    expect(taken.map(({ bytes }) => bytes)).toEqual([CHUNK_BYTES, CHUNK_BYTES, 1]);
    expect(shares.at(-1)).toBe(1);
    expect(toBase64(new Uint8Array(CHUNK_BYTES)).length).toBeLessThan(1024 * 1024);
  });

  test.each(['attachBegin', 'attachChunk', 'attachFinish'] as const)(
    'ends where the engine refuses: %s',
    async (refuse) => {
      const { parts } = engine(refuse);
      expect(await sendFile(parts, 'i', file(5), () => undefined)).toBe('diskFull');
    },
  );

  test('that is too large isn’t even begun, and nobody on duty sends none', async () => {
    const { parts, taken } = engine();
    expect(await sendFile(parts, 'i', file(MAX_ATTACHMENT_BYTES + 1), () => undefined)).toBe(
      'tooLarge',
    );
    const nobody = { ...parts, session: { ...parts.session, require: async () => null } };
    expect(await sendFile(nobody, 'i', file(5), () => undefined)).toBeNull();
    expect(taken).toEqual([]);
  });

  test('base64 gives back every byte', () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });
});
