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
    storage: {
      readOnly:
        'Where readings are stored cannot be written. Check the data folder’s permissions and the disk.',
      locked: 'Another program holds the stored files. Look at virus scanners and backup programs.',
      diskFull: 'The disk is full. Free some space.',
      corrupt: 'A stored file is damaged. A restart saves what can be read.',
      diskFailing: 'The disk reports errors. Check the disk and its cable.',
      other: 'Storing failed. Tell the administrator what stands below.',
    },
    readingsLost: (p) => `${whole(p.count)} readings that waited found no room and are lost.`,
    salvage: {
      saved: (p) =>
        `The damaged file was set aside as ${p.file}, and ${whole(p.count)} rows were saved.`,
      lostNone: 'Nothing is known to be lost.',
      lostUpTo: (p) => `Up to ${whole(p.count)} rows are lost.`,
      lostUnknown: 'Nobody knows how many rows are lost.',
    },
    auditBreaks: (p) => `The record is broken in ${whole(p.count)} places.`,
    auditGap:
      'The end of the audit record was missing at the start. The record says so and goes on.',
    gaveWay: (p) => `The readings of ${p.day}, the oldest, were deleted to make room.`,
    backupNone: 'No backup has been completed yet.',
    backupAge: (p) => `The newest backup is ${whole(p.hours)} hours old.`,
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
    nothingThere: 'nothing of this time is kept there',
    deletedFeed: 'A deleted connection',
  },
} satisfies Partial<Words>;
