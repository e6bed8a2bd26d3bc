/**
 * What the shell says when there is no page to say it, in both languages since the page's setting is out of reach.
 */
import type { BrowserWindow, Dialog } from 'electron';

const TITLE = 'Emberwatch';

export function showStartFailure(dialog: Pick<Dialog, 'showErrorBox'>, error: unknown): void {
  const cause = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox(
    TITLE,
    `감시를 시작하지 못했습니다. 아래 문제를 해결한 뒤 다시 실행하세요.\nMonitoring did not start. Mend this and start again.\n\n${cause}`,
  );
}

/** @returns true when the person wants another try; false to quit. */
export async function askToRetryPage(
  dialog: Pick<Dialog, 'showMessageBox'>,
  window: BrowserWindow,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: TITLE,
    message: '화면을 표시할 수 없습니다\nThe screen can’t be shown',
    detail:
      '감시는 계속되고 있지만 경보를 볼 수 없습니다.\nMonitoring continues, but its alarms can’t be seen.',
    buttons: ['다시 시도 · Try again', '종료 · Quit'],
    defaultId: 0,
    // Closing the question must not end the monitoring.
    cancelId: 0,
    noLink: true,
  });
  return response === 0;
}
