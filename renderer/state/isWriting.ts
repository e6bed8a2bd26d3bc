/** Keys are for the screen unless somebody is writing, or answers a dialog. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [role=dialog]') !== null
  );
}
