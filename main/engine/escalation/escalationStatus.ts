/** What every page is told of the escalation, once a second and at every change. */
import { ALARM_CLASSES, ALARM_PRIORITIES, type AlarmRecord } from '#shared/alarms/alarm.ts';
import { sounding, waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { EscalationMark } from '#shared/contract/escalationViews.ts';
import type { Ladder } from '#shared/escalation/ladder.ts';
import type { EscalationAction } from '#shared/escalation/policy.ts';

/** More rows than a screen shows. */
const MAX_MARKS = 100;
const RANKS = 5;
const IN_RANK = ALARM_CLASSES.length * ALARM_PRIORITIES.length;

export interface Marks {
  /** On the clock of the ladders. */
  readonly marks: readonly EscalationMark[];
  readonly delayed: number;
}

/** Delayed ones first, then what rings the loudest, then the most urgent: what doesn't fit is the least. */
export function marksOf(
  ladders: ReadonlyMap<string, Ladder>,
  standing: (alarmId: string) => AlarmRecord | undefined,
): Marks {
  // In buckets and not sorted: a night of ten thousand alarms asks for this at every change.
  const buckets = Array.from({ length: RANKS * IN_RANK }, (): EscalationMark[] => []);
  let delayed = 0;
  for (const [alarmId, ladder] of ladders) {
    const alarm = standing(alarmId);
    const mark = alarm && markOf(alarm, ladder);
    if (!alarm || !mark) continue;
    if (mark.delay !== null) delayed++;
    const bucket = buckets[bucketOf(alarm, mark)];
    if (bucket && bucket.length < MAX_MARKS) bucket.push(mark);
  }
  return { marks: buckets.flat().slice(0, MAX_MARKS), delayed };
}

/** The marks on the wall clock as it stands now. */
export function shiftMarks(
  marks: readonly EscalationMark[],
  byMs: number,
): readonly EscalationMark[] {
  return marks.map((mark) =>
    mark.delay === null
      ? mark
      : { ...mark, delay: { ...mark.delay, until: mark.delay.until + byMs } },
  );
}

function markOf(alarm: AlarmRecord, ladder: Ladder): EscalationMark | undefined {
  const waits = waitsForAcknowledgement(alarm.state);
  const taken = ladder.steps.filter(({ state, step }) => state === 'taken' && step > 1);
  const newest = taken.reduce<(typeof taken)[number] | undefined>(
    (last, one) => (last && (last.takenAt ?? 0) > (one.takenAt ?? 0) ? last : one),
    undefined,
  );
  const { delay, confirmed } = ladder;
  if (delay === null && !confirmed && !(waits && newest)) return undefined;
  const has = (action: EscalationAction) => waits && taken.some((one) => one.action === action);
  return {
    alarmId: alarm.id,
    step: newest?.step ?? 1,
    action: newest?.action ?? 'deskSound',
    topic: newest?.topic ?? null,
    takenAt: newest?.takenAt ?? ladder.annunciatedAt,
    louder: has('louder'),
    secondDesk: has('secondDesk'),
    delay: delay && { phase: delay.phase, until: delay.until, extended: delay.extended },
    confirmed,
  };
}

function bucketOf(alarm: AlarmRecord, { delay, secondDesk, louder }: EscalationMark): number {
  const rings = sounding(alarm);
  const rank = delay !== null ? 0 : rings && secondDesk ? 1 : rings && louder ? 2 : rings ? 3 : 4;
  const inRank =
    ALARM_CLASSES.indexOf(alarm.alarmClass) * ALARM_PRIORITIES.length +
    ALARM_PRIORITIES.indexOf(alarm.priority);
  return rank * IN_RANK + inRank;
}
