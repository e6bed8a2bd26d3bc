/** The escalation in words: spans, steps, whole tables, and the lines of the record. Pure. */

import type { EscalationStep } from '#shared/escalation/policy.ts';
import { readRemark } from '#shared/escalation/remark.ts';
import type { Words } from '#shared/i18n/dictionary.ts';

type EscalationWords = Words['escalation'];

/** 15 s, 3 min, 1 min 30 s, 1 h: without the parts that are nought. */
export function spanText(seconds: number, words: EscalationWords): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = seconds % 60;
  const parts = [
    hours > 0 ? words.hours({ count: hours }) : null,
    minutes > 0 ? words.minutes({ count: minutes }) : null,
    rest > 0 || seconds === 0 ? words.seconds({ count: rest }) : null,
  ];
  return parts.filter((part) => part !== null).join(' ');
}

export function actionText(
  { action, topic }: Pick<EscalationStep, 'action' | 'topic'>,
  words: EscalationWords,
): string {
  const what = words.actions[action];
  return topic === null ? what : words.told({ action: what, topic: words.topics[topic] });
}

/** A table as one would say it: at once sound at the desk → after 30 s louder sound → … */
export function tableText(steps: readonly EscalationStep[], words: EscalationWords): string {
  return steps
    .map((step) => {
      const when =
        step.afterSeconds === 0
          ? words.atOnce
          : words.after({ span: spanText(step.afterSeconds, words) });
      return `${when} ${actionText(step, words)}`;
    })
    .join(' → ');
}

/** A line of the record in words; as it stands where this program doesn't know it. */
export function remarkText(text: string, words: EscalationWords): string {
  const remark = readRemark(text);
  if (remark === null) return text;
  switch (remark.what) {
    case 'step':
      return words.step({ step: remark.step, action: actionText(remark, words) });
    case 'delayBegan':
    case 'delayExtended':
      return words.remarks[remark.what]({ span: spanText(remark.seconds, words) });
    case 'delayEnded':
      return words.ends[remark.why];
    default: {
      const said = words.remarks[remark.what];
      return remark.note === null ? said : `${said}: ${remark.note}`;
    }
  }
}
