/** Random nights: whatever happens in whatever order, each step is taken exactly when the plain reference says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { readRemark } from '#shared/escalation/remark.ts';
import { BOSS, CALLER, EscalationNight } from './EscalationNight.ts';
import { Reference } from './Reference.ts';

type Happening =
  | { readonly what: 'hear'; readonly device: string; readonly level: 'HIGH' | 'CRITICAL' }
  | { readonly what: 'arc' | 'leak' | 'calm'; readonly device: string }
  | {
      readonly what: 'acknowledge' | 'reset' | 'silence' | 'confirm' | 'nothing' | 'extend';
      readonly which: number;
    }
  | { readonly what: 'pass'; readonly seconds: number }
  | { readonly what: 'attend'; readonly hours: number }
  | { readonly what: 'leave' | 'failedCommit' | 'deskEmpty' | 'deskTaken' }
  | { readonly what: 'clock'; readonly seconds: number }
  | { readonly what: 'restart'; readonly seconds: number };

const device = fc.constantFrom('a', 'b', 'c');
const which = fc.nat({ max: 5 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('hear'),
      device,
      level: fc.constantFrom('HIGH', 'HIGH', 'CRITICAL'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('arc', 'leak', 'calm'), device }) },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'acknowledge',
        'acknowledge',
        'reset',
        'silence',
        'confirm',
        'nothing',
        'extend',
      ),
      which,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('pass'), seconds: fc.integer({ min: 1, max: 200 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('attend'), hours: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constantFrom('leave', 'failedCommit', 'deskEmpty', 'deskTaken'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('clock'),
      // Never back onto a millisecond that was: two alarms of one moment are one.
      seconds: fc.integer({ min: -45_000, max: 45_000 }).map((half) => half * 2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('restart'), seconds: fc.nat({ max: 400 }) }),
  },
);

class Walk {
  readonly night = new EscalationNight();
  readonly reference = new Reference();
  #jumps = 0;

  constructor() {
    this.night.onChange = (change) => this.reference.happened(change, this.night.real);
  }

  do(happening: Happening): void {
    const { night, reference } = this;
    switch (happening.what) {
      case 'hear':
        night.hear(happening.device, happening.level);
        break;
      case 'arc':
        night.hear(happening.device, 'NORMAL', ['arcAlarm']);
        break;
      case 'leak':
        night.hear(happening.device, 'NORMAL', ['totalLeakage']);
        break;
      case 'calm':
        night.calm(happening.device);
        break;
      case 'acknowledge':
      case 'reset':
      case 'silence': {
        const alarm = this.#open(happening.which);
        if (alarm) night.act(happening.what, alarm);
        break;
      }
      case 'confirm':
      case 'nothing':
      case 'extend':
        this.#investigate(happening.what, happening.which);
        break;
      case 'pass':
        for (let i = 0; i < happening.seconds; i++) {
          night.pass(1);
          this.#look();
        }
        return;
      case 'attend':
        reference.attend(night.real, night.scenario.now, happening.hours);
        night.attend(happening.hours);
        break;
      case 'leave':
        reference.attended = null;
        night.leave();
        break;
      case 'failedCommit':
        this.#failedCommit();
        break;
      case 'deskEmpty':
        night.desks = 0;
        break;
      case 'deskTaken':
        night.desks = 1;
        break;
      case 'clock':
        night.setClockBy(happening.seconds * 1000 + ++this.#jumps);
        reference.clockSet(night.real, night.scenario.now);
        night.escalation.desk.tick();
        break;
      case 'restart':
        night.restart(happening.seconds * 1000);
        reference.restarted(night.real, night.scenario.now);
        break;
    }
    this.#look();
  }

  /** Everything that stands on disk agrees with the reference, and with itself. */
  check(): void {
    const { night, reference } = this;
    const byAlarm = (keys: readonly string[]) =>
      Object.groupBy(keys, (key) => key.slice(0, key.indexOf('#')));
    const recorded = this.#recorded();
    expect(byAlarm(recorded)).toEqual(byAlarm(reference.taken));
    const outside = night.keys();
    expect(new Set(outside).size).toBe(outside.length);
    const audited = night.audited().filter((action) => action === 'escalation.step');
    expect(audited).toHaveLength(recorded.length);
    const waiting = [...reference.cases.values()].filter(({ wait }) => wait !== null);
    expect(night.escalation.status().delayed).toBe(waiting.length);
    expect(night.escalation.mode.isOn()).toBe(reference.attended !== null);
  }

  /** Nobody who is needed is left untold: once enough time has passed, every table has been gone through. */
  checkNothingIsForgotten(): void {
    for (const alarm of this.night.scenario.desk.open()) {
      if (!waitsForAcknowledgement(alarm.state)) continue;
      const detail = this.night.escalation.investigations.detail(alarm.id);
      expect(detail?.steps.map(({ state }) => state).filter((state) => state !== 'taken')).toEqual(
        // What was said to the same people when everybody was told at once.
        detail?.steps.filter(({ state }) => state === 'stopped').map(() => 'stopped'),
      );
      expect(detail?.delay).toBeNull();
    }
  }

  end(): void {
    this.night.end();
  }

  #look(): void {
    const { real, scenario, desks } = this.night;
    this.reference.look(real, scenario.now, desks);
  }

  #open(which: number): AlarmRecord | undefined {
    const open = this.night.scenario.desk.open();
    return open[which % Math.max(1, open.length)];
  }

  #investigate(what: 'confirm' | 'nothing' | 'extend', which: number): void {
    const alarm = this.#open(which);
    if (!alarm) return;
    const { night, reference } = this;
    const { investigations } = night.escalation;
    const act = { alarmId: alarm.id, caller: CALLER };
    if (what === 'confirm') {
      if (alarm.alarmClass === 'fire') reference.confirm(alarm.id, night.real);
      investigations.confirm(act, null);
    } else if (what === 'nothing') {
      reference.nothingThere(alarm.id);
      investigations.report(act, 'noHazard', null);
    } else {
      reference.moreTime(alarm.id);
      investigations.extend({ ...act, caller: BOSS });
    }
  }

  #failedCommit(): void {
    const { scenario } = this.night;
    const plan = scenario.desk.planSilence({ silent: ['a'], heardAgain: [] }, scenario.now);
    if (plan.isEmpty) return;
    expect(() =>
      scenario.commit(() => {
        scenario.desk.persist(plan);
        throw new Error('no space left');
      }),
    ).toThrow('no space left');
  }

  #recorded(): readonly string[] {
    const lines = this.night.db
      .prepare<[], { alarm_id: string; type: string; note: string | null }>(
        'SELECT alarm_id, type, note FROM alarm_event ORDER BY id',
      )
      .all();
    const annunciated = new Map<string, number>();
    return lines.flatMap(({ alarm_id: id, type, note }) => {
      if (type === 'raise' || type === 'worsen')
        annunciated.set(id, (annunciated.get(id) ?? 0) + 1);
      const remark = type === 'escalate' && note !== null ? readRemark(note) : null;
      return remark?.what === 'step' ? [`${id}#${annunciated.get(id)}#${remark.step}`] : [];
    });
  }
}

test('every step exactly once, at its time, unless it was acknowledged before', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const walk = new Walk();
      try {
        for (const happening of happenings) {
          walk.do(happening);
          walk.check();
        }
        walk.do({ what: 'leave' });
        walk.do({ what: 'pass', seconds: 905 });
        walk.check();
        walk.checkNothingIsForgotten();
      } finally {
        walk.end();
      }
    }),
    { numRuns: 150, seed: 20_260_301 },
  );
});
