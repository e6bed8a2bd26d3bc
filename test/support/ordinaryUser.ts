/** Root may write everywhere, so where the tests run as root they become someone else for a moment. */
import { chownSync } from 'node:fs';

const NOBODY = 65_534;
const isRoot = () => process.geteuid?.() === 0;

/** From here on this process may do only what anybody may. @returns what ends it */
export function becomeOrdinaryUser(): () => void {
  if (!isRoot()) return () => undefined;
  process.seteuid?.(NOBODY);
  return () => process.seteuid?.(0);
}

export function asOrdinaryUser<Result>(act: () => Result): Result {
  const end = becomeOrdinaryUser();
  try {
    return act();
  } finally {
    end();
  }
}

/** Gives the folder to whom `becomeOrdinaryUser` makes of this process. */
export function giveToOrdinaryUser(folder: string): void {
  if (isRoot()) chownSync(folder, NOBODY, NOBODY);
}
