import { describe, expect, test } from 'vitest';
import { type ProcedureParts, Procedures } from '#engine/response/Procedures.ts';
import type { ProcedureView } from '#shared/contract/responseViews.ts';
import type { EditedStep } from '#shared/response/card.ts';
import { DEFAULT_CARDS } from '#shared/response/defaultCards.ts';
import { scored, T0 } from '../alarms/Scenario.ts';
import { ADMIN, CHIEF, GUARD, MINUTE, OTHER, ResponseScenario } from './ResponseScenario.ts';

const NEW_STEP: EditedStep = {
  id: null,
  text: { ko: '소화기를 가져갑니다.', en: 'Take an extinguisher along.' },
  mandatory: true,
  who: 'operator',
};

const scoredCalm = (device: string, at: number) => scored({ device, at });

function saved(result: ReturnType<Procedures['save']>): ProcedureView {
  if ('type' in result) throw new Error(`refused: ${result.type}`);
  return result;
}

describe('a card', () => {
  test('is version 0 until an administrator saves another, with who, when and why', () => {
    const site = new ResponseScenario();
    const { procedures } = site.rooms;
    expect(procedures.current('risk')).toMatchObject({ version: 0, by: null });
    site.alarms.setClock(5 * MINUTE);
    const steps = [NEW_STEP, ...DEFAULT_CARDS.risk];
    const edit = { kind: 'risk', baseVersion: 0, steps, reason: '소방 훈련 결과' } as const;
    const version = saved(procedures.save(edit, ADMIN));
    expect(version).toMatchObject({
      version: 1,
      by: '최관리',
      reason: '소방 훈련 결과',
      at: T0 + 5 * MINUTE,
    });
    site.restart();
    expect(site.rooms.procedures.current('risk')).toEqual(version);
    expect(site.rooms.procedures.history('risk').map((one) => one.version)).toEqual([1, 0]);
    expect(site.rooms.procedures.current('arcAlarm').version).toBe(0);
    expect(site.audited()).toEqual(['procedure.save']);
    expect(site.bumps).toContain('procedures');
  });

  test('is rolled back by a version of its own', () => {
    const site = new ResponseScenario();
    const { procedures } = site.rooms;
    procedures.save({ kind: 'risk', baseVersion: 0, steps: [NEW_STEP], reason: 'a' }, ADMIN);
    const back = procedures.restore(
      { kind: 'risk', version: 0, baseVersion: 1, reason: '되돌림' },
      ADMIN,
    );
    expect(back).toMatchObject({ version: 2, steps: DEFAULT_CARDS.risk });
    expect(site.audited()).toEqual(['procedure.save', 'procedure.restore']);
  });

  test('is refused when it is no card, when another was saved meanwhile, and when there is no such version', () => {
    const site = new ResponseScenario();
    const { procedures } = site.rooms;
    const optional = [{ ...NEW_STEP, mandatory: false }];
    const refused = (result: unknown) => (result as { type: string }).type;
    expect(
      procedures.save({ kind: 'risk', baseVersion: 0, steps: optional, reason: 'x' }, ADMIN),
    ).toEqual({ type: 'badCard', problems: ['fireNeedsMandatory'] });
    procedures.save({ kind: 'risk', baseVersion: 0, steps: [NEW_STEP], reason: 'x' }, ADMIN);
    expect(
      procedures.save({ kind: 'risk', baseVersion: 0, steps: [NEW_STEP], reason: 'y' }, ADMIN),
    ).toEqual({ type: 'changedMeanwhile', version: 1 });
    const old = { kind: 'risk', version: 7, baseVersion: 1, reason: 'x' } as const;
    expect(refused(procedures.restore(old, ADMIN))).toBe('noSuchVersion');
    expect(procedures.history('risk')).toHaveLength(2);
  });

  test('of a newer program replaces the older program’s, and never an administrator’s', () => {
    const site = new ResponseScenario();
    site.rooms.procedures.save(
      { kind: 'arcAlarm', baseVersion: 0, steps: [NEW_STEP], reason: 'ours' },
      ADMIN,
    );
    const parts: ProcedureParts = {
      db: site.db,
      audit: { append: () => undefined },
      now: () => T0,
      changed: () => undefined,
      defaults: { ...DEFAULT_CARDS, risk: DEFAULT_CARDS.coAlarm, arcAlarm: DEFAULT_CARDS.coAlarm },
    };
    const newer = new Procedures(parts);
    expect(newer.current('risk')).toMatchObject({
      version: 1,
      by: null,
      steps: DEFAULT_CARDS.coAlarm,
    });
    expect(newer.current('arcAlarm')).toMatchObject({ version: 1, by: '최관리' });
    // Starting again changes nothing.
    expect(new Procedures(parts).history('risk')).toHaveLength(2);
  });

  test('that a damaged file has lost is the program’s own again', () => {
    const site = new ResponseScenario();
    site.db.prepare("UPDATE procedure_version SET steps_json = '{' WHERE kind = 'risk'").run();
    expect(site.rooms.procedures.current('risk').steps).toEqual(DEFAULT_CARDS.risk);
  });
});

describe('those who answer', () => {
  test('keep the card that they began with, whatever is saved meanwhile; the next incident has the new one', () => {
    const site = new ResponseScenario();
    const [first] = site.raise('a', 0, 'arcAlarm');
    site.rooms.procedures.save(
      { kind: 'arcAlarm', baseVersion: 0, steps: [NEW_STEP], reason: 'x' },
      ADMIN,
    );
    site.restart();
    expect(site.of(first!).sheet.cards).toEqual([{ kind: 'arcAlarm', version: 0 }]);
    expect(site.of(first!).sheet.steps.map(({ id }) => id)).toEqual(
      DEFAULT_CARDS.arcAlarm.map(({ id }) => id),
    );
    const [later] = site.raise('far', 1, 'arcAlarm');
    expect(site.of(later!).sheet.steps.map(({ text }) => text.en)).toEqual([NEW_STEP.text.en]);
  });

  test('tick by name and time; the same step by two at once is one tick, the first', () => {
    const site = new ResponseScenario();
    const [alarm] = site.raise('a', 0, 'arcAlarm');
    const asked = { alarmId: alarm! };
    const change = (
      type: 'tick' | 'untick',
      stepId: string,
      by = GUARD,
      note: string | null = null,
    ) => site.rooms.sheets.change(type, site.rooms.subject(asked)!, { stepId, note }, by);
    site.alarms.setClock(2 * MINUTE);
    expect(change('tick', 'checkPlace', GUARD, '탄 냄새 없음')).toBeNull();
    expect(change('tick', 'checkPlace', OTHER)).toBeNull();
    expect(change('tick', 'decide119', OTHER)).toBeNull();
    const ticked = () =>
      site.of(alarm!).sheet.steps.flatMap(({ id, ticked }) => (ticked ? [[id, ticked.by]] : []));
    expect(ticked()).toEqual([
      ['checkPlace', '김철수'],
      ['decide119', '이영희'],
    ]);
    expect(site.of(alarm!).sheet.steps[0]?.ticked).toEqual({
      by: '김철수',
      desk: 'desk-1',
      at: T0 + 2 * MINUTE,
      note: '탄 냄새 없음',
    });
    site.restart();
    expect(change('untick', 'checkPlace')).toBeNull();
    expect(change('untick', 'checkPlace')).toBeNull();
    expect(ticked()).toEqual([['decide119', '이영희']]);
    // That it was ticked once stays in the record.
    const steps = site.of(alarm!).timeline.filter(({ type }) => type === 'step');
    expect(steps).toMatchObject([
      { change: 'tick', stepId: 'checkPlace' },
      { change: 'tick', stepId: 'decide119' },
      { change: 'untick', stepId: 'checkPlace' },
    ]);
    expect(change('tick', 'no such step')).toBe('noSuchStep');
    expect(site.audited()).toEqual(['procedure.tick', 'procedure.tick', 'procedure.untick']);
  });

  test('tick once for all alarms of the incident, and see that a fire came after', () => {
    const site = new ResponseScenario();
    site.place('a', { zoneId: 'ev' });
    site.place('b', { zoneId: 'ev' });
    const [first] = site.raise('a', 0, 'arcAlarm');
    site.tickAll(site.of(first!).incident.id);
    const [second] = site.raise('b', 10, 'coAlarm');
    const { sheet } = site.of(second!);
    expect(sheet.steps.find(({ id }) => id === 'checkPlace')?.ticked?.by).toBe('김철수');
    expect(sheet.newestFireAt).toBe(T0 + 10 * MINUTE);
    expect(sheet.steps.find(({ id }) => id === 'checkPlace')?.ticked?.at).toBeLessThan(
      sheet.newestFireAt ?? 0,
    );
  });

  test('of a trouble tick its own card', () => {
    const site = new ResponseScenario();
    site.alarms.silence({ silent: ['a'] }, 0);
    const { id } = site.alarms.alarm('deviceSilent', 'a');
    const subject = () => site.rooms.subject({ alarmId: id })!;
    expect(site.rooms.sheets.sheet(subject())).toMatchObject({ incident: null, level: 2 });
    site.rooms.sheets.change('tick', subject(), { stepId: 'lookAtLastLevel', note: null }, GUARD);
    expect(site.rooms.sheets.sheet(subject()).steps[0]?.ticked?.by).toBe('김철수');
  });

  test('read the card of an alarm that the disk has not taken yet', () => {
    const site = new ResponseScenario();
    const alarm = { ...site.alarms.desk.open()[0] };
    expect(alarm).toEqual({});
    site.raise('a', 0, 'arcAlarm');
    const shown = { ...site.alarms.alarm('arcAlarm', 'a'), id: 'not on disk' };
    expect(site.rooms.subject({ alarmId: shown.id })).toBeUndefined();
    expect(site.rooms.sheets.unrecorded(shown)).toMatchObject({
      recorded: false,
      steps: DEFAULT_CARDS.arcAlarm.map(({ id }) => ({ id, ticked: null })),
    });
  });
});

describe('closing', () => {
  const burnt = () => {
    const site = new ResponseScenario();
    const [arc] = site.raise('a', 0, 'arcAlarm');
    return { site, arc: arc!, id: site.of(arc!).incident.id };
  };
  const REAL = { outcome: 'real', cause: null, text: '단자 재조임' } as const;

  test('is refused with every reason, and none of them is done on the way', () => {
    const { site, arc, id } = burnt();
    const close = () => site.rooms.acts.close(id, REAL, [], CHIEF);
    const steps = [
      { type: 'step', step: { id: 'checkPlace' } },
      { type: 'step', step: { id: 'decide119' } },
      { type: 'step', step: { id: 'callElectrician' } },
    ];
    const why = (reason: string) => ({ type: 'alarm', alarmId: arc, why: reason });
    expect(close()).toMatchObject({
      refusal: 'blocked',
      blockers: [why('causePresent'), ...steps],
    });
    site.end('a', 1);
    expect(close()).toMatchObject({ refusal: 'blocked', blockers: steps });
    expect(site.of(arc).incident.phase).toBe('waiting');
    expect(site.rooms.reads.counts()).toEqual({ open: 1, waiting: 1 });
    site.tickAll(id);
    expect(close()).toEqual({ incidentId: id });
    expect(site.of(arc).incident).toMatchObject({
      phase: 'closed',
      outcome: 'real',
      outcomeText: '단자 재조임',
      closedBy: '박책임',
    });
    expect(close()).toMatchObject({ refusal: 'notOpen' });
    expect(site.rooms.reads.counts()).toEqual({ open: 0, waiting: 0 });
  });

  test('waits for acknowledgement and reset of what latched', () => {
    const { site, arc, id } = burnt();
    site.tickAll(id);
    const blocked = () => {
      const acted = site.rooms.acts.close(id, REAL, [], CHIEF);
      return 'blockers' in acted ? acted.blockers : [];
    };
    site.alarms.feed(...[1, 2, 3].map((second) => scoredCalm('a', MINUTE + second * 1000)));
    expect(blocked()).toEqual([{ type: 'alarm', alarmId: arc, why: 'unacknowledged' }]);
    site.act('acknowledge', arc);
    expect(blocked()).toEqual([{ type: 'alarm', alarmId: arc, why: 'latched' }]);
    expect(site.alarms.alarm('arcAlarm', 'a').state).toBe('latchedAcknowledged');
    site.act('reset', arc);
    expect(blocked()).toEqual([]);
    expect(site.of(arc).incident.phase).toBe('closed');
  });

  test('gives each alarm its outcome, its own where it was another', () => {
    const site = new ResponseScenario();
    site.place('a', { zoneId: 'ev' });
    site.place('b', { zoneId: 'ev' });
    const [arc] = site.raise('a', 0, 'arcAlarm');
    const [leak] = site.raise('b', 1, 'totalLeakage');
    for (const device of ['a', 'b']) site.end(device, 2);
    const { id } = site.of(arc!).incident;
    site.tickAll(id);
    const own = { alarmId: leak!, outcome: 'nuisance', cause: 'waterOrCondensation' } as const;
    expect(
      site.rooms.acts.close(id, REAL, [{ ...own, cause: null } as never], CHIEF),
    ).toMatchObject({ refusal: 'verdictIncomplete' });
    expect(
      site.rooms.acts.close(id, REAL, [{ ...own, alarmId: 'elsewhere' }], CHIEF),
    ).toMatchObject({ refusal: 'notInIncident' });
    site.rooms.acts.close(id, REAL, [own], CHIEF);
    expect(site.rooms.reads.outcomes('a', 10)).toMatchObject([{ alarmId: arc, outcome: 'real' }]);
    expect(site.rooms.reads.outcomes('b', 10)).toMatchObject([
      { alarmId: leak, outcome: 'nuisance', cause: 'waterOrCondensation', closedBy: '박책임' },
    ]);
    site.restart();
    expect(site.rooms.reads.outcomes('b', 10)).toHaveLength(1);
  });

  test('a nuisance without its cause closes nothing', () => {
    const { site, id } = burnt();
    site.end('a', 1);
    site.tickAll(id);
    const verdict = { outcome: 'nuisance', cause: null, text: '잘못 울림' } as const;
    expect(site.rooms.acts.close(id, verdict, [], CHIEF)).toMatchObject({
      refusal: 'verdictIncomplete',
    });
  });

  test('several at once are closed one by one, and never one with fire in it', () => {
    const site = new ResponseScenario();
    const [volt] = site.raise('a', 0, 'overvoltage');
    const [leak] = site.raise('b', 0, 'totalLeakage');
    const [arc] = site.raise('c', 0, 'arcAlarm');
    for (const device of ['a', 'b', 'c']) site.end(device, 1);
    site.tickAll(site.of(arc!).incident.id);
    const verdict = { outcome: 'nuisance', cause: 'supplyDisturbance', text: null } as const;
    const close = (alarm: string) =>
      site.rooms.acts.close(site.of(alarm).incident.id, verdict, [], CHIEF, true);
    expect(close(volt!)).toHaveProperty('incidentId');
    expect(close(leak!)).toMatchObject({ refusal: 'blocked' });
    expect(close(arc!)).toMatchObject({ refusal: 'hasFire' });
  });

  test('is taken back within a day with a reason, and the outcome with it', () => {
    const { site, arc, id } = burnt();
    site.end('a', 1);
    site.tickAll(id);
    expect(site.rooms.acts.reopen(id, 'x', CHIEF)).toMatchObject({ refusal: 'notClosed' });
    site.rooms.acts.close(id, REAL, [], CHIEF);
    expect(site.of(arc).reopenable).toBe(true);
    site.rooms.acts.reopen(id, '원인이 다름', CHIEF);
    expect(site.of(arc).incident).toMatchObject({ phase: 'waiting', outcome: null });
    expect(site.rooms.reads.outcomes('a', 10)).toEqual([]);
    // What was said the first time is still told.
    expect(site.of(arc).timeline).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ change: 'close', text: '단자 재조임' }),
        expect.objectContaining({ change: 'reopen', text: '원인이 다름' }),
      ]),
    );
    site.rooms.acts.close(id, REAL, [], CHIEF);
    site.alarms.setClock(25 * 60 * MINUTE);
    expect(site.of(arc).reopenable).toBe(false);
    expect(site.rooms.acts.reopen(id, 'x', CHIEF)).toMatchObject({ refusal: 'tooLate' });
  });

  test('ticks of a closed incident stand as they are; a note may still be added and corrected', () => {
    const { site, arc, id } = burnt();
    site.end('a', 1);
    site.tickAll(id);
    site.rooms.acts.close(id, REAL, [], CHIEF);
    const subject = site.rooms.subject({ alarmId: arc })!;
    const said = { stepId: 'checkPlace', note: null };
    expect(site.rooms.sheets.change('untick', subject, said, GUARD)).toBe('closed');
    site.rooms.acts.note(id, '보고서 번호 12', undefined, GUARD);
    const [note] = site
      .of(arc)
      .timeline.flatMap((entry) =>
        entry.type === 'incident' && entry.change === 'note' ? entry : [],
      );
    site.rooms.acts.note(id, '보고서 번호 13', note!.id, OTHER);
    expect(site.rooms.acts.note(id, 'x', 999, OTHER)).toMatchObject({ refusal: 'notFound' });
    const notes = site
      .of(arc)
      .timeline.flatMap((entry) =>
        entry.type === 'incident' && entry.change === 'note' ? [[entry.text, entry.detail]] : [],
      );
    expect(notes).toEqual([
      ['보고서 번호 12', {}],
      ['보고서 번호 13', { corrects: note!.id }],
    ]);
  });
});
