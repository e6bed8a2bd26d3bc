/** What is kept, how long, and where else. */
import { os, type RouterParts } from './parts.ts';

export function archiveHandlers({ gate, archive }: RouterParts) {
  return {
    overview: os.archive.overview.handler(({ input, errors }) => {
      gate.check(input.session, errors, 'supervisor');
      return archive.overview();
    }),
    saveRetention: os.archive.saveRetention.handler(({ input, errors }) => {
      archive.saveRetention(input.periods, gate.require(input.session, errors, 'administrator'));
      return null;
    }),
    saveBackup: os.archive.saveBackup.handler(async ({ input, errors }) => {
      const by = gate.require(input.session, errors, 'administrator');
      const failed = await archive.backup.save(input.settings, by);
      return failed === null
        ? { done: true as const }
        : { done: false as const, code: failed.code, detail: failed.detail };
    }),
    backUpNow: os.archive.backUpNow.handler(({ input, errors }) =>
      archive.backup.backUpNow(gate.require(input.session, errors, 'supervisor')),
    ),
  };
}
