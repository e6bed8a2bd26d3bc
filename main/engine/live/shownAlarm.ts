import type { AlarmRecord } from '#shared/alarms/alarm.ts';

/**
 * An alarm as lists and live pages get it. What the model had looked at is most of its bytes, and only the engine reads
 * it, to explain; it stays in the record and in the exports.
 */
export function shownAlarm(alarm: AlarmRecord): AlarmRecord {
  const { evidence } = alarm;
  if (!evidence?.prediction?.window) return alarm;
  const prediction = { ...evidence.prediction, window: null };
  return { ...alarm, evidence: { ...evidence, prediction } };
}
