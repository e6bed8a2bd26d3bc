/** Notifications as people read them: subject, text message, short text and e-mail, in the channel's language. */
import type { SignedHead } from '#shared/audit/entry.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { digestText } from './digestText.ts';
import type { NoticeContext, NoticeItem, NoticeTexts } from './notice.ts';
import { cutTo, oneLine } from './plainText.ts';
import { singleText } from './singleText.ts';
import { priorityOfNotification } from './urgency.ts';

/** SNS refuses a subject of 100 characters; how it counts an emoji it doesn't say, so code units are counted. */
export const SUBJECT_UNITS = 99;
/** 140 bytes of UCS-2. One more becomes two parts, which cost twice and may arrive apart. */
export const SMS_UNITS = 70;

/** @param items most urgent first; one is told in full, several as a digest */
export function renderNotice(items: readonly NoticeItem[], context: NoticeContext): NoticeTexts {
  const [first] = items;
  if (first === undefined) throw new Error('a message is about something');
  const words = WORDS[context.language];
  const severity = words.priorities[priorityOfNotification(first)];
  const mark = context.simulated ? `[${words.notifications.message.simulated}] ` : '';
  const body = items.length === 1 ? singleText(first, context) : digestText(items, context);
  const heading = `${severity}: ${mark}${body.title}`;
  const closing = closingOf(context);
  const opening = (mark === '' ? [] : [words.notifications.message.simulatedHint]).concat(heading);
  const head = `${severity} ${mark}`;
  return {
    subject: cutTo(oneLine(heading), SUBJECT_UNITS),
    sms: oneLine(`${head}${body.short(SMS_UNITS - head.length)}`),
    brief: [...opening, ...body.brief, '', ...closing].join('\n'),
    full: [...opening, '', ...body.full, '', ...closing, ...proofOf(context)].join('\n'),
  };
}

function closingOf({ siteName, language, auditHead }: NoticeContext): readonly string[] {
  const words = WORDS[language].notifications.message;
  return [
    words.sentBy({ site: oneLine(siteName[language]) }),
    ...(auditHead === null ? [] : [words.auditHead({ head: shortHead(auditHead) })]),
  ];
}

/** The whole signed head on a line of its own, as `verify-audit --heads` reads it. */
const proofOf = ({ auditHead }: NoticeContext): readonly string[] =>
  auditHead === null ? [] : [JSON.stringify(auditHead)];

/** Enough to be compared by eye: its number and the first 64 bits of its hash. */
function shortHead({ seq, hash }: SignedHead): string {
  return `${seq} ${hash.slice(0, 16)}`;
}
