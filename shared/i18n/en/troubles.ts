/** The same keys as the Korean, which the compiler checks. */
import type { Words } from '../dictionary.ts';

const whole = (count: number) => count.toLocaleString('en-US');

export const troubles = {
  troubles: {
    gap: (p) =>
      `Nothing was received over ${p.feed} in ${p.span}. What happened then is not in the records.`,
    gapNotFilled: (p) =>
      `Nothing was received over ${p.feed} in ${p.span}, and it could not be filled yet (${p.problem}).`,
    late: (p) =>
      `${whole(p.taken)} readings of ${p.span} came late, of which ${whole(p.alarming)} would have alarmed.`,
    moreDevices: (p) => `and ${whole(p.count)} more devices`,
    certificates: {
      ending: (p) => `The certificate “${p.name}” of the connection ${p.feed} ends on ${p.date}.`,
      expired: (p) => `The certificate “${p.name}” of the connection ${p.feed} ended on ${p.date}.`,
      notYetValid: (p) =>
        `The certificate “${p.name}” of the connection ${p.feed} is valid from ${p.date} on. Check this PC’s clock.`,
      unreadable: (p) => `A certificate of the connection ${p.feed} cannot be read (${p.name}).`,
    },
    deviceCertificates: {
      ending: (p) =>
        `Certificates end soon of detectors that connect to this PC’s broker: ${p.names}. Give them new ones before then.`,
      expired: (p) =>
        `Certificates have ended of detectors that connect to this PC’s broker, which lets them in no more: ${p.names}.`,
    },
    clock: (p) =>
      `${p.feed}: the certificate “${p.name}” seems not to be valid yet. This PC’s clock is behind.`,
    clockBack: (p) =>
      `This PC’s clock was set back from ${p.from} to ${p.to}. The times between are in the record twice.`,
    clockAhead: (p) =>
      `This PC’s clock jumped from ${p.from} to ${p.to}. It was set, or the PC was asleep.`,
  },
  gaps: {
    title: 'What was not received',
    none: 'Nothing was missed in the last 30 days.',
    failed: 'The list of gaps could not be loaded.',
    feed: 'Feed',
    span: 'When',
    outcome: 'What came of it',
    states: {
      missing: 'Stays empty: there is nothing to fill it from.',
      waiting: 'Is being filled.',
      filled: 'Filled afterwards.',
      failed: 'Could not be filled.',
    },
    filled: (p) => `${whole(p.taken)} readings came late, ${whole(p.alarming)} would have alarmed`,
    onChart: (p) => `${p.feed} not received`,
    deletedFeed: 'A deleted connection',
  },
} satisfies Partial<Words>;
