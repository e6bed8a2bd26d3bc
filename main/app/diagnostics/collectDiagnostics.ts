import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dialog } from 'electron';
import type { Logger } from '#engine/log.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import {
  type DiagnosticSources,
  diagnosticArchive,
  diagnosticFiles,
  diagnosticName,
} from './diagnosticFiles.ts';

export interface DiagnosticsParts extends DiagnosticSources {
  readonly dialog: Pick<Dialog, 'showSaveDialog' | 'showMessageBox'>;
  readonly documents: string;
  readonly language: Language;
  readonly now: () => Date;
  readonly log: Logger;
}

/** Asks where, and writes an archive for whoever helps. Says what happened, either way. */
export async function collectDiagnostics(parts: DiagnosticsParts): Promise<void> {
  const { dialog, documents, language, now, log } = parts;
  const { diagnostics } = WORDS[language].shell;
  const { canceled, filePath } = await dialog.showSaveDialog({
    title: diagnostics.title,
    defaultPath: join(documents, diagnosticName(now())),
    filters: [{ name: 'ZIP', extensions: ['zip'] }],
  });
  if (canceled || !filePath) return;
  try {
    await writeFile(filePath, diagnosticArchive(diagnosticFiles(parts)));
    await dialog.showMessageBox({
      type: 'info',
      title: 'Emberwatch',
      message: diagnostics.saved({ file: filePath }),
    });
  } catch (error) {
    log.error({ err: error }, 'diagnostics could not be saved');
    const reason = error instanceof Error ? error.message : String(error);
    await dialog.showMessageBox({
      type: 'error',
      title: 'Emberwatch',
      message: diagnostics.failed({ reason }),
    });
  }
}
