/** The same in English; the compiler checks the keys. */
import type { Words } from '../dictionary.ts';

const whole = (count: number) => count.toLocaleString('en-GB');
const alarms = (count: number, what: string) =>
  `${whole(count)} ${what} alarm${count === 1 ? '' : 's'}`;

export const shell = {
  shell: {
    windows: { desk: 'Desk', wall: 'Wall display', incident: 'Incidents' },
    tray: {
      starting: 'Monitoring starts',
      lost: 'Not monitoring: it is being restarted',
      gaveUp: 'Not monitoring: a person has to restart it',
      noFeed: 'No way in is connected',
      fire: (p) => `${alarms(p.count, 'fire')} to acknowledge`,
      openFire: (p) => `${alarms(p.count, 'fire')} not over`,
      waiting: (p) => `${alarms(p.count, 'other')} to acknowledge`,
      quiet: 'Quiet',
      reporting: (p) => `${whole(p.reporting)} of ${whole(p.expected)} devices report`,
      simulated: 'Simulated building',
      restart: 'Restart monitoring',
      diagnostics: 'Collect diagnostics…',
      update: 'Update from a file…',
      quit: 'Quit',
    },
    notice: {
      fire: (p) => `Fire alarm: ${p.kind}`,
      open: 'Opens the alarm. It is acknowledged there, by somebody who has signed in.',
      more: (p) => alarms(p.count, 'more fire'),
      graphics:
        'The graphics have failed repeatedly. From the next start on, they are drawn in software.',
      gaveUp: 'Monitoring stopped and does not restart by itself. Restart it in the window.',
    },
    diagnostics: {
      title: 'Save diagnostics',
      saved: (p) => `Diagnostics were saved, without passwords and keys.\n${p.file}`,
      failed: (p) => `Diagnostics could not be saved.\n${p.reason}`,
    },
    update: {
      choose: 'Choose the description of an update (…release.json)',
      now: 'Install now',
      later: 'Later',
      pause: 'Monitoring pauses for a minute or two and starts again by itself.',
      problems: {
        unreadable: 'The description of the update can’t be read.',
        noKey: 'This program came without a key to check updates by.',
        badSignature: 'The signature is wrong. Do not trust this file.',
        notNewer: 'It is not newer than what is installed.',
        noFile: 'There is no installer for this system in the folder of the description.',
        notHere: 'This program was installed as a package of the system. Update it that way.',
      },
      ready: (p) => `Version ${p.version} is ready to be installed.`,
      waits: {
        notReady: 'There is no update that is ready.',
        fire: 'A fire alarm is not over, so the installation waits.',
        unknown: 'Whether the building is quiet is not known, so the installation waits.',
        outsideWindow: 'It is installed in the maintenance window that was set.',
      },
      failed: (p) => `Nothing was updated.\n${p.reason}`,
      rolledBack: (p) =>
        `Version ${p.version} could not start monitoring, so the one before is installed again.`,
    },
  },
} satisfies Pick<Words, 'shell'>;
