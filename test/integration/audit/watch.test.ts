/** A broken record raises a trouble by itself, and goes on being one. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeskTroubles } from '#engine/alarms/DeskTroubles.ts';
import { AuditWatch } from '#engine/audit/AuditWatch.ts';
import { createLog } from '#engine/log.ts';
import { Settings } from '#engine/storage/Settings.ts';
import type { ChainBreak, ChainReport } from '#shared/audit/entry.ts';
import { detailText } from '#shared/i18n/detailText.ts';
import { timeFormat } from '#shared/i18n/format.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { Scenario } from '../alarms/Scenario.ts';

const DAY = 86_400_000;
let desk: Scenario;
let asked: number;
let troubles: DeskTroubles;

function begin(gap = false): AuditWatch {
  const { db, desk: alarms } = desk;
  const now = () => desk.now;
  const log = createLog('silent');
  const monotonicNow = () => desk.monotonic;
  troubles = new DeskTroubles({ db, alarms, now, monotonicNow, log, changed: () => undefined });
  const verify = () => asked++;
  return new AuditWatch({ settings: new Settings(db), troubles, verify, now, gap });
}

beforeEach(() => {
  desk = new Scenario();
  asked = 0;
});
afterEach(() => desk.close());

const missing = (declaredIn: number | null): ChainBreak => ({
  kind: 'missing',
  seq: 2,
  to: 3,
  at: null,
  action: null,
  declaredIn,
  detail: null,
});
const report = (...breaks: readonly ChainBreak[]): ChainReport => ({
  intact: breaks.length === 0,
  entries: 9,
  lastSeq: 9,
  lastHash: 'hash',
  headsChecked: 1,
  headLinesUnreadable: 0,
  newestHead: null,
  breaks,
  breakCount: breaks.length,
});
const standing = () =>
  desk.desk
    .open()
    .map(({ kind, priority, conditionActive, detail }) => [
      kind,
      priority,
      conditionActive,
      detailText(detail ?? '', WORDS.en, timeFormat('Asia/Seoul', 'en')),
    ]);

describe('the record', () => {
  test('is verified once a day, also by a desk that is started every morning', () => {
    const watch = begin();
    watch.daily();
    desk.pass(DAY - 1);
    watch.daily();
    expect(asked).toBe(0);
    desk.pass(1);
    begin().daily();
    expect(asked).toBe(1);
    begin().verified(report());
    begin().daily();
    expect(asked).toBe(1);
  });

  test('that is broken is a trouble that outlives a restart, until it is found whole', () => {
    begin().verified(report(missing(null), missing(7)));
    const broken = [
      'auditBroken',
      'HIGH',
      true,
      'Entries 2 to 3 are missing. The record is broken in 2 places.',
    ];
    expect(standing()).toEqual([broken]);
    desk.restart();
    const watch = begin();
    desk.pass(120_000);
    troubles.tick();
    expect(standing()).toEqual([broken]);
    watch.verified(report());
    expect(standing()).toEqual([[...broken.slice(0, 2), false, broken[3]]]);
  });

  test('whose loss the desk declared itself is told at the start that found it, and once', () => {
    const watch = begin(true);
    expect(standing()).toEqual([
      [
        'auditBroken',
        'HIGH',
        false,
        'The end of the audit record was missing at the start. The record says so and goes on.',
      ],
    ]);
    watch.verified(report(missing(7)));
    begin();
    expect(standing()).toHaveLength(1);
  });

  test('with more breaks than are listed is broken', () => {
    begin().verified({ ...report(missing(7)), breakCount: 500 });
    expect(standing()).toEqual([
      ['auditBroken', 'HIGH', true, 'The record is broken in 500 places.'],
    ]);
  });
});
