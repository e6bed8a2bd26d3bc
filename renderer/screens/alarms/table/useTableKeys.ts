import { useEffect, useRef } from 'react';
import { useServices } from '../../../app/hooks.ts';
import { pageIsHeld } from '../../../state/heldPage.ts';
import { isWriting } from '../../../state/isWriting.ts';

export interface TableKey {
  /** By `code` and not `key`: with the Korean input method on, A says ㅁ. */
  readonly code: string;
  readonly shift: boolean;
  readonly control: boolean;
}

const MOVES = /^(Arrow(Up|Down)|Page(Up|Down)|Key[JK])$/;

/**
 * The table's keys, wherever the focus is.
 * @param onKey answers whether the key meant something
 */
export function useTableKeys(onKey: (key: TableKey) => boolean): void {
  const { connection, session } = useServices();
  const newest = useRef(onKey);
  useEffect(() => {
    newest.current = onKey;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const control = event.ctrlKey || event.metaKey;
      if (control && event.code !== 'KeyA') return;
      // Under the "not monitoring" panel nothing that is pressed could be meant for what it covers.
      if (connection.state.getState().monitoring !== 'live') return;
      if (session.state.getState().asking !== null || pageIsHeld()) return;
      const { target } = event;
      if (isWriting(target)) return;
      if (target instanceof Element) {
        if (target.closest('[role=menu]') !== null) return;
        // Enter on a button, or on what unfolds, is that one's.
        const onButton = target.closest('button, summary') !== null;
        if (onButton && (event.code === 'Enter' || event.code === 'Space')) return;
      }
      // A key held down acts once.
      if (event.repeat && !MOVES.test(event.code)) return;
      if (newest.current({ code: event.code, shift: event.shiftKey, control }))
        event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [connection, session]);
}
