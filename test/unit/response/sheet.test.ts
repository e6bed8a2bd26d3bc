import { describe, expect, test } from 'vitest';
import { DEFAULT_CARDS } from '#shared/response/defaultCards.ts';
import { type FrozenCard, sheetOf, type TickChange, ticksOf } from '#shared/response/sheet.ts';

const card = (kind: FrozenCard['kind']): FrozenCard => ({
  kind,
  version: 0,
  steps: DEFAULT_CARDS[kind],
});
const said = (type: 'tick' | 'untick', stepId: string, by = '김철수', at = 1): TickChange => ({
  type,
  stepId,
  by,
  desk: 'desk-1',
  at,
  note: null,
});

describe('one sheet for all kinds of an incident', () => {
  test('the most urgent card comes first, whatever order the alarms came in', () => {
    const sheet = sheetOf([card('deviceSilent'), card('overcurrent'), card('coAlarm')], new Map());
    expect(sheet[0]?.kinds).toEqual(['coAlarm']);
    expect(sheet.at(-1)?.kinds).toEqual(['deviceSilent']);
  });

  test('a step of two cards is there once, and mandatory when either asks for it', () => {
    const sheet = sheetOf([card('vocAlarm'), card('risk')], new Map());
    const places = sheet.filter(({ id }) => id === 'checkPlace');
    expect(places).toHaveLength(1);
    expect(places[0]).toMatchObject({ mandatory: true, kinds: ['risk', 'vocAlarm'] });
    expect(sheetOf([card('vocAlarm')], new Map())[1]).toMatchObject({
      id: 'checkPlace',
      mandatory: false,
    });
  });

  test('ticks stand beside their steps', () => {
    const sheet = sheetOf([card('risk')], ticksOf([said('tick', 'checkPlace')]));
    expect(sheet.filter(({ ticked }) => ticked !== null).map(({ id }) => id)).toEqual([
      'checkPlace',
    ]);
  });
});

test('a step that was taken back is open, and one that was ticked again names who did last', () => {
  const ticks = ticksOf([
    said('tick', 'a'),
    said('tick', 'b'),
    said('untick', 'a'),
    said('untick', 'b'),
    said('tick', 'b', '이영희', 5),
  ]);
  expect([...ticks]).toEqual([['b', { by: '이영희', desk: 'desk-1', at: 5, note: null }]]);
});
