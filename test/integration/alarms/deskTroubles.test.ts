/** What the desk notices of itself becomes an alarm like any other, even when it is the disk that fails. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeskTroubles } from '#engine/alarms/DeskTroubles.ts';
import { createLog } from '#engine/log.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import { KIM, Scenario, T0 } from './Scenario.ts';

let desk: Scenario;
let troubles: DeskTroubles;
let shown: AlarmRecord[];

function begin(): void {
  troubles = new DeskTroubles({
    db: desk.db,
    alarms: desk.desk,
    now: () => desk.now,
    monotonicNow: () => desk.monotonic,
    log: createLog('silent'),
    changed: (alarms) => shown.push(...alarms),
  });
}

beforeEach(() => {
  desk = new Scenario();
  shown = [];
  begin();
});
afterEach(() => desk.close());

const pass = (ms: number) => {
  desk.pass(ms);
  troubles.tick();
};
const standing = () =>
  desk.desk.open().map(({ kind, deviceId, state }) => [kind, deskSourceOf(deviceId), state]);

describe('a trouble of the desk', () => {
  test('is raised once, says what and where, sounds, and ends when it is mended', () => {
    troubles.set('feedDown', 'feed/mqtt-1', 'mqtt://broker: refused');
    troubles.set('feedDown', 'feed/mqtt-1', 'mqtt://broker: refused again');
    const [alarm] = desk.desk.open();
    expect(alarm).toMatchObject({
      kind: 'feedDown',
      alarmClass: 'trouble',
      priority: 'HIGH',
      state: 'unacknowledged',
      detail: 'mqtt://broker: refused',
    });
    expect(desk.desk.soundingCount().trouble).toBe(1);
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [alarm?.id ?? ''] });
    troubles.set('feedDown', 'feed/mqtt-1', null);
    expect(desk.desk.open()).toEqual([]);
    expect(shown.at(-1)).toMatchObject({ state: 'normal' });
  });

  test('of two sources is two alarms', () => {
    troubles.set('feedDown', 'feed/mqtt-1', 'a');
    troubles.set('feedDown', 'feed/mqtt-2', 'b');
    troubles.set('feedDown', 'feed/mqtt-1', null);
    expect(standing()).toEqual([
      ['feedDown', 'feed/mqtt-1', 'returnedUnacknowledged'],
      ['feedDown', 'feed/mqtt-2', 'unacknowledged'],
    ]);
  });

  test('that happened waits to be seen although it is over', () => {
    troubles.happened('databaseSalvaged', 'controlRoomSalvaged', '3 rows lost');
    expect(standing()).toEqual([
      ['databaseSalvaged', 'controlRoomSalvaged', 'returnedUnacknowledged'],
    ]);
  });

  test('mended before it was ever reported is nothing', () => {
    troubles.set('diskLow', 'disk', null);
    expect(desk.count('alarm')).toBe(0);
  });
});

describe('after a restart', () => {
  const restart = () => {
    desk.restart();
    begin();
  };

  test('a trouble that is reported again is the same alarm', () => {
    troubles.set('feedDown', 'feed/mqtt-1', 'down');
    restart();
    troubles.set('feedDown', 'feed/mqtt-1', 'down');
    pass(120_000);
    expect(desk.count('alarm')).toBe(1);
    expect(standing()).toEqual([['feedDown', 'feed/mqtt-1', 'unacknowledged']]);
  });

  test('one that is reported as mended ends at once', () => {
    troubles.set('diskLow', 'disk', 'low');
    restart();
    troubles.set('diskLow', 'disk', null);
    expect(standing()).toEqual([['diskLow', 'disk', 'returnedUnacknowledged']]);
  });

  test('one that nobody speaks of any more ends after a minute', () => {
    troubles.set('feedDown', 'feed/gone', 'down');
    restart();
    pass(59_000);
    expect(standing()).toEqual([['feedDown', 'feed/gone', 'unacknowledged']]);
    pass(1000);
    expect(standing()).toEqual([['feedDown', 'feed/gone', 'returnedUnacknowledged']]);
  });
});

describe('a disk that refuses', () => {
  beforeEach(() => {
    desk.db.exec(
      "CREATE TRIGGER full BEFORE INSERT ON alarm BEGIN SELECT raise(ABORT, 'full'); END",
    );
    desk.now = T0 + 5000;
    troubles.set('storageFailing', 'storage', 'disk full');
  });

  test('shows its trouble although it cannot be written', () => {
    expect(desk.count('alarm')).toBe(0);
    expect(troubles.unrecorded()).toMatchObject([{ kind: 'storageFailing', onsetAt: T0 + 5000 }]);
    expect(shown).toMatchObject([{ kind: 'storageFailing' }]);
  });

  test('has it recorded under the same identity once it can be', () => {
    const [before] = troubles.unrecorded();
    desk.db.exec('DROP TRIGGER full');
    pass(1000);
    expect(troubles.unrecorded()).toEqual([]);
    expect(desk.desk.open()[0]?.id).toBe(before?.id);
  });

  test('that recovers by itself leaves the trouble to be seen', () => {
    troubles.set('storageFailing', 'storage', null);
    desk.db.exec('DROP TRIGGER full');
    pass(1000);
    expect(standing()).toEqual([['storageFailing', 'storage', 'returnedUnacknowledged']]);
  });
});
