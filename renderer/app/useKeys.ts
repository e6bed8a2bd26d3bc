import { useEffect, useRef } from 'react';
import { pageIsHeld } from '../state/heldPage.ts';
import { isWriting } from '../state/isWriting.ts';
import { useServices } from './hooks.ts';

/**
 * Keys for as long as the component is there. By `code` and not `key`: with the Korean input method on, A says ㅁ.
 *
 * @param onKey answers whether the key meant something
 */
export function useKeys(onKey: (code: string) => boolean): void {
  const { connection, session } = useServices();
  const newest = useRef(onKey);
  useEffect(() => {
    newest.current = onKey;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      // Under the "not monitoring" panel nothing that is pressed could be meant for what it covers.
      if (connection.state.getState().monitoring !== 'live') return;
      if (session.state.getState().asking !== null || pageIsHeld()) return;
      if (isWriting(event.target)) return;
      if (event.repeat && !/^(Arrow|Key[JK])/.test(event.code)) return;
      if (newest.current(event.code)) event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [connection, session]);
}
