import { describe, expect, test } from 'vitest';
import type { LogLine } from '#shared/contract/shiftViews.ts';
import { WORDS } from '#shared/i18n/words.ts';
import type { CHECK_FIGURES } from '#shared/shift/checkLists.ts';
import { AUTOMATIC_LINES } from '#shared/shift/log.ts';
import { checkFigureText } from '../../../renderer/screens/shift/figureText.ts';
import { logText, typesNamed } from '../../../renderer/screens/shift/logText.ts';

const line = (change: Partial<LogLine>): LogLine => ({
  key: 'k',
  type: 'entry',
  at: 0,
  operator: null,
  desk: null,
  text: null,
  subject: null,
  subjectName: null,
  kind: null,
  detail: null,
  count: null,
  entryId: null,
  corrects: null,
  correctedBy: null,
  ...change,
});
const say = (change: Partial<LogLine>) => logText(line(change), WORDS.en, (at) => `at ${at}`);

describe('a line of the log', () => {
  test('says what was set aside, and that it ended by itself', () => {
    const aside = { subject: 'd1', subjectName: 'Oven', kind: 'overcurrent', detail: 'shelved' };
    expect(say({ ...aside, type: 'setAsideBegan', text: 'works' }).text).toBe(
      `Oven · ${WORDS.en.kinds.overcurrent} · ${WORDS.en.setAside.types.shelved} · works`,
    );
    expect(say({ ...aside, type: 'setAsideEnded' }).text).toContain('by itself');
    expect(say({ ...aside, type: 'setAsideEnded', operator: 'Kim' }).text).not.toContain(
      'by itself',
    );
  });

  test('says whether the run before a start was cut off', () => {
    expect(say({ type: 'started', text: '1.2.3', count: 5 }).text).toContain('last seen at 5');
    expect(say({ type: 'started', text: '1.2.3' }).text).toBe('Version 1.2.3');
  });

  test.each(AUTOMATIC_LINES)('%s has words whatever is missing', (type) => {
    const { label, text } = say({ type });
    expect(label).not.toBe('');
    expect(text).not.toMatch(/undefined|null|NaN/);
  });

  test('is found by the words that only the page knows', () => {
    expect(typesNamed('폭주', WORDS.ko)).toEqual(['floodBegan', 'floodEnded']);
    expect(typesNamed('flood', WORDS.en)).toEqual(['floodBegan', 'floodEnded']);
    expect(typesNamed(' ', WORDS.ko)).toEqual([]);
  });
});

test('a figure is written with its units, and what was not measured says so', () => {
  const say = (values: Record<string, number | string>, key: (typeof CHECK_FIGURES)[number]) =>
    checkFigureText({ key, values, good: null }, WORDS.en, 'en');
  expect(say({ usedBytes: 2_500_000, freeBytes: 1e9, share: 0.123 }, 'disk')).toBe(
    '2.5 MB used, 1.0 GB free (12.3 %)',
  );
  expect(say({ rate: 12.34, ageMs: 61_000 }, 'inflow')).toContain('1 min 1 s ago');
  expect(say({ rate: 0, ageMs: -1 }, 'inflow')).toContain(WORDS.en.common.never);
  expect(say({ alarms: 3, real: -1 }, 'fireAlarms')).toContain(WORDS.en.common.unknown);
});
