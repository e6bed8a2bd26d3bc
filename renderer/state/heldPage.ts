/**
 * Dialogs hold the page behind them. There can be several at once: a note is being written when the shift ends, and the
 * sign-on opens above it. The page is free again once the last of them has gone.
 */
let holds = 0;

/** @returns ends the hold */
export function holdPage(page: Pick<Element, 'setAttribute' | 'removeAttribute'>): () => void {
  holds++;
  page.setAttribute('inert', '');
  return () => {
    holds--;
    if (holds === 0) page.removeAttribute('inert');
  };
}

/** Then no key is for the screen, wherever the focus has got to. */
export const pageIsHeld = (): boolean => holds > 0;
