/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

export const archive = {
  archive: {
    title: 'Retention and backup',
    needsSupervisor: 'Visible when a supervisor or administrator is signed on.',
    administratorOnly: 'Only an administrator can change this.',
    loadFailed: 'Could not be loaded.',
    retention: 'Retention',
    retentionIntro:
      'What is older is deleted once an hour. Days that an open incident or alarm needs stay. Incidents, attachments and the audit record are never deleted.',
    fields: {
      readingsDays: 'Readings (days)',
      predictionsDays: 'Predictions by the minute (days)',
      alarmsDays: 'Ended alarms (days)',
      modelMetricsDays: 'Model figures (days)',
      summariesDays: 'Quarter-hour summaries (days)',
      keepFreeMb: 'Space to keep free on the disk (MB)',
    },
    hints: {
      readingsDays: 'Every reading as it came.',
      predictionsDays: 'What the model said of each detector.',
      alarmsDays: 'Counted from the end of an alarm that belongs to no incident.',
      modelMetricsDays: 'What the performance of the model is counted from.',
      summariesDays:
        'When readings are gone, the lowest and highest of each quarter of an hour still draw long charts.',
      keepFreeMb: 'With less than this the oldest day of readings is deleted. 0 deletes none.',
    },
    range: (p) => `${p.least} to ${p.most}`,
    shorter: 'A shorter period deletes what is older within an hour, for good.',
    save: 'Save',
    saved: 'Saved.',
    keptReadings: (p) => `Readings since ${p.from} (${p.size})`,
    keptSummaries: (p) => `Quarter-hour summaries since ${p.from} (${p.size})`,
    keptInUse: (p) =>
      p.count === 1
        ? '1 day kept for incidents and alarms'
        : `${p.count} days kept for incidents and alarms`,
    free: (p) => `${p.size} free on the disk`,
    backup: 'Backup',
    backupIntro:
      'Copies to another disk or a share, and checks: everything each night, and every five minutes what happened since. If this PC is lost, five minutes at most are lost with it.',
    off: 'No backups are made. If this PC fails, all of its record is gone.',
    folder: 'Backup folder',
    folderHint:
      'For example D:\\desk-backup or /mnt/backup/desk-1, on another disk than the data folder.',
    nightHour: 'Hour of the night backup',
    keepNights: 'Nights to keep',
    begin: 'Begin backups',
    change: 'Save settings',
    end: 'End backups',
    now: 'Back up now',
    running: { night: 'Copying and checking.', increment: 'Copying what happened since.' },
    never: 'There is no verified backup yet.',
    last: (p) => `Last backup ${p.time} (${p.age} ago)`,
    verified: (p) => `Verified: ${p.rows} rows of the control room, ${p.days} days of readings`,
    size: (p) => `Backup folder ${p.total} · took ${p.took}`,
    point: (p) => `Newest copy ${p.time}`,
    auditBroken: 'The audit record in the copy is not whole. See the audit record.',
    stale: 'The last verified backup is older than two days.',
    failed: (p) => `Failed at ${p.time}.`,
    problems: {
      folderMissing: 'The backup folder is not there. See whether the disk or share is connected.',
      folderRefused:
        'This folder cannot be used. Enter one that begins with / or a drive, outside of the data folder.',
      notWritable: 'The backup folder cannot be written. Check the right to write.',
      otherDesk: 'This folder holds the backups of another desk. Enter another folder.',
      inUse: 'Another backup to the same folder is under way.',
      full: 'The backup disk is full. Free some space, or keep fewer nights.',
      damaged: 'What was copied, or was to be copied, is damaged. The rest was copied.',
      failed: 'The backup could not be made.',
    },
    restored: {
      done: (p) =>
        `Restored. The control room is of ${p.time}; ${p.days} days of readings (${p.rows} of them from copies of five minutes).`,
      movedTo: (p) => `What was there before is in ${p.folder}.`,
      secrets:
        'Passwords and connection keys have to be entered again: the backup has no key to them. The audit record goes on with a new key.',
      auditBroken: 'The restored audit record is not whole. See verify-audit.',
    },
    restoreHint:
      'To restore, end the desk and use a terminal: emberwatch restore --from BACKUP --data DATA',
  },
} satisfies Pick<Words, 'archive'>;
