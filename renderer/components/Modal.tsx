import * as Dialog from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useServices, useWords } from '../app/hooks.ts';
import { holdPage } from '../state/heldPage.ts';

interface ModalProps {
  readonly title: string;
  readonly intro?: string;
  readonly testId: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A dialog that holds the page until it is answered. Radix' own modal mode locks scrolling with a style element,
 * which the content security policy refuses, so the page behind is made inert instead: same effect, no style.
 */
export function Modal({ title, intro, testId, onClose, children }: ModalProps) {
  const words = useWords();
  const { connection } = useServices();
  const lost = useStore(connection.state, (state) => state.monitoring === 'lost');
  const content = useRef<HTMLDivElement>(null);
  // The panel that says "not monitoring" lies over everything and has buttons of its own. What was typed here, and the
  // act that waits for it, stay until the engine is back: somebody may have been in the middle of it.
  useEffect(() => {
    if (lost) return;
    const page = document.getElementById('root');
    return page === null ? undefined : holdPage(page);
  }, [lost]);
  useEffect(() => {
    if (!lost) return;
    const dialog = content.current;
    const typing = dialog?.contains(document.activeElement) ? document.activeElement : null;
    dialog?.setAttribute('inert', '');
    return () => {
      dialog?.removeAttribute('inert');
      if (typing instanceof HTMLElement) typing.focus();
    };
  }, [lost]);
  return (
    <Dialog.Root open modal={false} onOpenChange={(open) => !open && !lost && onClose()}>
      <Dialog.Portal>
        <div className="scrim" aria-hidden="true" onPointerDown={lost ? undefined : onClose} />
        <Dialog.Content
          ref={content}
          className="modal"
          data-testid={testId}
          // Only a person closes it: with a press outside, Escape or its buttons, and not a focus that moves by itself.
          onFocusOutside={(event) => event.preventDefault()}
          // A press on the scrim closes it, and one in a dialog that opened above it, as the sign-on does, does not.
          onPointerDownOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => {
            // The first thing to fill in, and not the button that closes.
            const wanted =
              event.target instanceof Element && event.target.querySelector('[data-first]');
            if (!(wanted instanceof HTMLElement)) return;
            event.preventDefault();
            wanted.focus();
          }}
          aria-modal="true"
          {...(intro === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="modal-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={words.common.close}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </header>
          {intro !== undefined && (
            <Dialog.Description className="modal-intro">{intro}</Dialog.Description>
          )}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
