import type { Dialog } from 'electron';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import { type FileUpdate, fitsSystem, readFileUpdate } from './fileUpdate.ts';
import type { checkRelease } from './release.ts';
import type { UpdateCare } from './UpdateCare.ts';

export interface FileUpdateParts {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showMessageBox'>;
  readonly care: Pick<UpdateCare, 'take' | 'ready' | 'obstacle' | 'installNow'>;
  readonly check: (description: unknown) => ReturnType<typeof checkRelease>;
  readonly platform: NodeJS.Platform;
  readonly canInstall: boolean;
  readonly language: Language;
}

/** Somebody has a release on a stick: looks at it, keeps it, and asks whether it is installed now or in the window. */
export async function askForUpdate(parts: FileUpdateParts): Promise<void> {
  const { dialog, care, check, platform, canInstall, language } = parts;
  const { update } = WORDS[language].shell;
  const say = (message: string, type: 'info' | 'error') =>
    dialog.showMessageBox({ type, title: 'Emberwatch', message });
  if (!canInstall) {
    await say(update.failed({ reason: update.problems.notHere }), 'error');
    return;
  }
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: update.choose,
    filters: [{ name: 'JSON', extensions: ['json'] }],
    properties: ['openFile'],
  });
  const [description] = filePaths;
  if (canceled || description === undefined) return;
  const found: FileUpdate = await readFileUpdate(description, check, (name) =>
    fitsSystem(name, platform),
  );
  if (!found.ok) {
    await say(update.failed({ reason: update.problems[found.problem] }), 'error');
    return;
  }
  try {
    await care.take(found.release, found.file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await say(update.failed({ reason }), 'error');
    return;
  }
  const why = care.obstacle();
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'Emberwatch',
    message: update.ready({ version: found.release.version }),
    detail: why === null ? update.pause : `${update.waits[why]}\n${update.pause}`,
    buttons: [update.later, update.now],
    defaultId: 0,
    // Closing the question must not stop the monitoring.
    cancelId: 0,
    noLink: true,
  });
  if (response !== 1) return;
  const kept = await care.installNow();
  if (kept !== null) await say(update.waits[kept], 'info');
}
