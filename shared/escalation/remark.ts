/**
 * What an escalation writes into an alarm's history. Short and in no language, because the record is read in both and
 * outlives every dictionary; the screens put it into words.
 */
import { NOTIFICATION_TOPICS, type NotificationTopic } from '#shared/notifications/request.ts';
import { DELAY_ENDS, type DelayEnd } from './delays.ts';
import { ESCALATION_ACTIONS, type EscalationAction } from './policy.ts';

export type EscalationRemark =
  | {
      readonly what: 'step';
      readonly step: number;
      readonly action: EscalationAction;
      readonly topic: NotificationTopic | null;
    }
  | { readonly what: 'delayBegan' | 'delayExtended'; readonly seconds: number }
  | { readonly what: 'delayEnded'; readonly why: DelayEnd }
  | { readonly what: 'hazardConfirmed' | 'noHazard'; readonly note: string | null };

export function writeRemark(remark: EscalationRemark): string {
  switch (remark.what) {
    case 'step':
      return `step ${remark.step}: ${remark.action}${remark.topic === null ? '' : ` ${remark.topic}`}`;
    case 'delayBegan':
    case 'delayExtended':
      return `${remark.what}: ${remark.seconds} s`;
    case 'delayEnded':
      return `delayEnded: ${remark.why}`;
    default:
      return remark.note === null ? remark.what : `${remark.what}: ${remark.note}`;
  }
}

/** @returns null for a line that this version of the program doesn't know */
export function readRemark(text: string): EscalationRemark | null {
  const [, head = '', rest = null] = /^([^:]*)(?:: ([\s\S]*))?$/.exec(text) ?? [];
  const step = /^step (\d+)$/.exec(head)?.[1];
  if (step !== undefined) return readStep(Number(step), rest ?? '');
  switch (head) {
    case 'delayBegan':
    case 'delayExtended': {
      const seconds = /^(\d+) s$/.exec(rest ?? '')?.[1];
      return seconds === undefined ? null : { what: head, seconds: Number(seconds) };
    }
    case 'delayEnded': {
      const why = DELAY_ENDS.find((one) => one === rest);
      return why === undefined ? null : { what: head, why };
    }
    case 'hazardConfirmed':
    case 'noHazard':
      return { what: head, note: rest };
    default:
      return null;
  }
}

function readStep(step: number, rest: string): EscalationRemark | null {
  const [actionText, topicText] = rest.split(' ');
  const action = ESCALATION_ACTIONS.find((one) => one === actionText);
  const topic = NOTIFICATION_TOPICS.find((one) => one === topicText) ?? null;
  return action === undefined ? null : { what: 'step', step, action, topic };
}
