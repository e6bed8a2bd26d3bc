import { expect, test, vi } from 'vitest';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { SCREEN_LOCKED, SHOW_ALARM } from '#shared/desktop/bridge.ts';
import { AlarmCall } from '../../../renderer/state/AlarmCall.ts';
import { DisplayWatch } from '../../../renderer/state/DisplayWatch.ts';
import { hearShell } from '../../../renderer/state/shellMessages.ts';
import { alarm } from './made.ts';

const ID = 'site/d1/risk/1767312000000';

function call() {
  const state = { alarms: new Map<string, AlarmRecord>(), status: null as unknown };
  const show = vi.fn();
  const over = vi.fn();
  const one = new AlarmCall({ state: () => state as never, show, over });
  return { one, state, show, over };
}

test('an alarm that is opened from outside waits until the desk knows its alarms, and is shown once', () => {
  const { one, state, show } = call();
  one.want(ID);
  one.look();
  expect(show).not.toHaveBeenCalled();
  state.alarms.set(ID, alarm(ID));
  state.status = {};
  one.look();
  one.look();
  expect(show).toHaveBeenCalledExactlyOnceWith(alarm(ID));
});

test('one that is over leads to where ended ones are', () => {
  const { one, state, over, show } = call();
  state.status = {};
  one.want(ID);
  expect(over).toHaveBeenCalledOnce();
  expect(show).not.toHaveBeenCalled();
});

test('the page hears its shell and nobody else', () => {
  let hear: (event: unknown) => void = () => {};
  const page = {
    addEventListener: (_: string, listener: (event: unknown) => void) => {
      hear = listener;
    },
  } as unknown as Window;
  const showAlarm = vi.fn();
  const screenLocked = vi.fn();
  hearShell(page, { showAlarm, screenLocked });
  hear({ source: page, data: { type: SHOW_ALARM, alarmId: ID } });
  hear({ source: {}, data: { type: SHOW_ALARM, alarmId: 'site/other/risk/1' } });
  hear({ source: page, data: { type: SHOW_ALARM, alarmId: '<script>' } });
  hear({ source: page, data: { type: SCREEN_LOCKED, locked: true } });
  expect(showAlarm).toHaveBeenCalledExactlyOnceWith(ID);
  expect(screenLocked).toHaveBeenCalledExactlyOnceWith(true);
});

test('a page behind the lock counts as unseen although it is drawn', () => {
  let draw: () => void = () => {};
  const page = {
    document: { visibilityState: 'visible', addEventListener: () => {} },
    navigator: {},
    requestAnimationFrame: (run: () => void) => {
      draw = run;
      return 1;
    },
  };
  let now = 0;
  const watch = new DisplayWatch(page as never, () => now);
  const pass = (ms: number) => {
    for (let at = 0; at < ms; at += 250) {
      now += 250;
      watch.tick();
      draw();
    }
  };
  pass(20_000);
  expect(watch.state.getState().display).toBe('visible');
  watch.screenLocked(true);
  pass(20_000);
  expect(watch.state.getState().display).toBe('asleep');
  watch.screenLocked(false);
  expect(watch.state.getState().display).toBe('visible');
});
