import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alarmOf } from '../../unit/alarms/alarmOf.ts';
import { DAY, HOUR, MORNING, ShiftDesk } from './desk.ts';

let desk: ShiftDesk;
beforeEach(() => {
  desk = new ShiftDesk();
});
afterEach(() => desk.close());

const kim = () => desk.person('김철수');
const lee = () => desk.person('이영희');
const boss = () => desk.person('박소장', 'supervisor');

describe('a hand-over', () => {
  test('freezes how things stand: alarms, what is set aside, what was written', () => {
    desk.alarms = [
      alarmOf({ id: 'a', deviceId: 'd1', takenBy: '김철수' }),
      alarmOf({ id: 'b', deviceId: 'd2', kind: 'deviceSilent', state: 'acknowledged' }),
      alarmOf({ id: 'c', deviceId: 'd3', state: 'outOfService' }),
    ];
    desk.setAside = [
      {
        id: 's',
        type: 'outOfService',
        deviceId: 'd3',
        kind: null,
        reason: '배선 공사',
        by: '박소장',
        desk: 'desk-1',
        since: MORNING - HOUR,
        until: MORNING + HOUR,
        endedAt: null,
        endedBy: null,
      },
    ];
    desk.incidents = [
      {
        number: 7,
        alarmClass: 'fire',
        kinds: ['risk'],
        since: MORNING,
        alarms: 3,
        standing: 2,
        takenBy: ['김철수'],
      },
    ];
    desk.shift.log.write(
      { category: 'handover', text: '옥상 열쇠는 서랍에', corrects: null },
      kim(),
    );
    const wrong = desk.shift.log.write(
      { category: 'note', text: '2층 순찰', corrects: null },
      kim(),
    );
    expect(wrong).toBe(true);
    desk.shift.log.write({ category: 'note', text: '3층 순찰', corrects: 2 }, kim());
    desk.pass(1);
    const id = desk.shift.handovers.prepare('이상 없음', kim());
    desk.alarms = [];
    desk.setAside = [];
    desk.restart();

    const { summary, signatures } = desk.shift.handovers.get(id)!;
    expect(summary.from).toBe(MORNING + 1 - DAY);
    expect(summary.alarms.map((alarm) => [alarm.id, alarm.deviceName, alarm.takenBy])).toEqual([
      ['a', 'name of d1', '김철수'],
      ['b', 'name of d2', null],
    ]);
    expect(summary.standing).toEqual({ fire: 1, supervisory: 0, trouble: 1 });
    expect(summary.unacknowledged).toBe(1);
    expect(summary.setAside).toEqual([
      expect.objectContaining({ deviceName: 'name of d3', reason: '배선 공사', by: '박소장' }),
    ]);
    expect(summary.entries.map(({ text }) => text)).toEqual(['옥상 열쇠는 서랍에', '3층 순찰']);
    expect(summary.incidents).toEqual([expect.objectContaining({ number: 7, standing: 2 })]);
    expect(signatures).toEqual([
      expect.objectContaining({ part: 'outgoing', by: '김철수', remarks: '이상 없음' }),
    ]);
  });

  test('is signed by who goes and by who comes, who is somebody else, and may be countersigned', () => {
    const { handovers } = desk.shift;
    const id = handovers.prepare('', kim());
    expect(desk.shift.due().handoverWaiting).toBe(true);
    expect(handovers.sign(id, 'incoming', '', kim())).toBe('samePerson');
    expect(handovers.sign(id, 'incoming', '받았습니다', lee())).toBeNull();
    expect(handovers.sign(id, 'incoming', '', boss())).toBe('alreadySigned');
    expect(desk.shift.due().handoverWaiting).toBe(false);
    desk.pass(HOUR);
    expect(handovers.sign(id, 'supervisor', '', boss())).toBeNull();
    expect(handovers.get(id)?.signatures.map(({ part, by }) => [part, by])).toEqual([
      ['outgoing', '김철수'],
      ['incoming', '이영희'],
      ['supervisor', '박소장'],
    ]);
    expect(handovers.sign(99, 'incoming', '', lee())).toBe('noSuchHandover');
  });

  test('begins where the last one that was taken over ended; one that nobody took over is told again', () => {
    const { handovers } = desk.shift;
    const first = handovers.prepare('', kim());
    handovers.sign(first, 'incoming', '', lee());
    desk.pass(8 * HOUR);
    const second = handovers.prepare('', lee());
    expect(handovers.get(second)?.from).toBe(MORNING);
    desk.pass(HOUR);
    const third = handovers.prepare('', lee());
    expect(handovers.get(third)?.from).toBe(MORNING);
    expect(handovers.get(second)?.superseded).toBe(true);
    expect(handovers.sign(second, 'incoming', '', kim())).toBe('superseded');
    expect(handovers.list(10).map(({ id }) => id)).toEqual([third, second, first]);
  });

  test('the audit chain holds the hash of what was signed', () => {
    const id = desk.shift.handovers.prepare('메모', kim());
    const json = desk.db
      .prepare<[number], string>('SELECT summary_json FROM handover WHERE id = ?')
      .pluck()
      .get(id)!;
    const hash = createHash('sha256').update(json).digest('hex');
    expect(desk.shift.handovers.get(id)?.summaryHash).toBe(hash);
    const detail = desk.db
      .prepare<[], string>("SELECT detail_json FROM audit WHERE action = 'handover.prepare'")
      .pluck()
      .get()!;
    expect(JSON.parse(detail)).toEqual({ summary: hash, remarks: '메모' });
    const [signature] = desk.shift.handovers.get(id)!.signatures;
    expect(signature).toMatchObject({ auditSeq: 1, auditHash: desk.audit.head().hash });
  });

  test('in a clock that was set back spans no time that ends before it begins', () => {
    const { handovers } = desk.shift;
    handovers.sign(handovers.prepare('', kim()), 'incoming', '', lee());
    desk.now -= HOUR;
    const { from, to } = handovers.preview();
    expect(from).toBe(to);
  });
});
