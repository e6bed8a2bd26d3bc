import { describe, expect, test } from 'vitest';
import { INSISTENCES, patternOf, SOUND_CLASSES } from '../../../renderer/sound/patterns.ts';
import { newlyRinging, ringing, soundFor } from '../../../renderer/sound/soundPolicy.ts';
import { focusFor } from '../../../renderer/state/focusPolicy.ts';
import { waitingByClass } from '../../../renderer/state/levels.ts';
import { backOffMs, monitoring } from '../../../renderer/state/staleness.ts';
import { alarm, NOW } from './made.ts';

describe('a new fire alarm takes the screen', () => {
  const idle = { now: 100_000, lastInteractionAt: null, drawerOpen: false, dialogOpen: false };
  test.each([
    ['nobody has touched the desk yet', idle, 'bringUp'],
    ['the last touch was 20 s ago', { ...idle, lastInteractionAt: 80_000 }, 'bringUp'],
    ['the operator is working', { ...idle, lastInteractionAt: 80_001 }, 'banner'],
    ['a drawer is open', { ...idle, drawerOpen: true }, 'banner'],
    ['a dialog is open', { ...idle, dialogOpen: true }, 'banner'],
  ] as const)('%s: %s', (_, attention, expected) => {
    expect(focusFor(attention)).toBe(expected);
  });
});

describe('monitoring is judged by the page’s own clock', () => {
  test.each([
    ['nothing yet, just opened', { startedAt: 0, lastEventAt: null }, 2_999, 'starting'],
    ['nothing for three seconds after opening', { startedAt: 0, lastEventAt: null }, 3_000, 'lost'],
    ['an event 2,999 ms ago', { startedAt: 0, lastEventAt: 10_000 }, 12_999, 'live'],
    ['an event 3 s ago', { startedAt: 0, lastEventAt: 10_000 }, 13_000, 'lost'],
  ] as const)('%s: %s', (_, pulse, now, expected) => {
    expect(monitoring(pulse, now)).toBe(expected);
  });

  test('attempts come quickly at first and never less often than every five seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(backOffMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });
});

describe('sound', () => {
  const fire = alarm('f');
  const trouble = alarm('t', { alarmClass: 'trouble' });

  test('what waits and is not silenced rings; silence lasts until it is raised again', () => {
    const silenced = alarm('s', { silencedAt: NOW + 1, silencedBy: 'Kim' });
    const worse = alarm('w', { silencedAt: NOW - 1, silencedBy: 'Kim' });
    const seen = alarm('a', { state: 'acknowledged' });
    expect(ringing([fire, silenced, worse, seen]).map(({ id }) => id)).toEqual(['f', 'w']);
  });

  test.each([
    ['nothing rings', [], 'live', false, null],
    ['the most urgent class wins', [trouble, fire], 'live', false, 'fire'],
    ['a trouble alone has its own sound', [trouble], 'live', false, 'trouble'],
    ['a lost engine has its own, whatever rang before', [fire], 'lost', false, 'lost'],
    ['and can be stopped here, as no engine could record it', [fire], 'lost', true, null],
  ] as const)('%s', (_, alarms, watch, hushed, expected) => {
    expect(soundFor(alarms, watch, hushed)).toBe(expected);
  });

  test.each(SOUND_CLASSES.flatMap((sound) => INSISTENCES.map((level) => [sound, level] as const)))(
    'the pattern of %s at insistence %i fits its cycle and has pauses',
    (sound, level) => {
      const pattern = patternOf(sound, level);
      const ends = pattern.tones.map(({ at, length }) => at + length);
      expect(Math.max(...ends)).toBeLessThan(pattern.cycle);
      pattern.tones.slice(1).forEach(({ at }, index) => {
        expect(at).toBeGreaterThan(ends[index] ?? 0);
      });
    },
  );

  test('what began to ring is new, risen again, or back from its silence; the rest was heard', () => {
    // A silenced one did not ring, so it isn't among what was heard.
    const heard = new Map([
      ['old', NOW],
      ['worse', NOW],
    ]);
    const rings = [alarm('old'), alarm('s'), alarm('worse', { raisedAt: NOW + 1 }), alarm('new')];
    expect(newlyRinging(heard, rings).map(({ id }) => id)).toEqual(['s', 'worse', 'new']);
  });

  test('no two sounds have the same rhythm', () => {
    const all = SOUND_CLASSES.flatMap((sound) => INSISTENCES.map((one) => patternOf(sound, one)));
    const rhythms = all.map(({ tones, cycle }) =>
      JSON.stringify([tones.map(({ at, length }) => [at, length]), cycle]),
    );
    // The usual fire and the louder one differ in nothing but that.
    expect(new Set(rhythms).size).toBe(rhythms.length - 1);
  });
});

test('counts by class hold only what waits', () => {
  expect(
    waitingByClass([
      alarm('1'),
      alarm('2', { state: 'acknowledged' }),
      alarm('3', { alarmClass: 'supervisory' }),
    ]),
  ).toEqual({ fire: 1, supervisory: 1, trouble: 0 });
});
