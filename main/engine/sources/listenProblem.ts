import type { FeedProblem } from './feedProblem.ts';
import { problemOfConfiguration } from './feedProblem.ts';

/** Why a port could not be listened on. */
export function listenProblem(error: unknown): FeedProblem {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return { code: 'portInUse', text: 'Another program already listens on this port.' };
  }
  if (code === 'EADDRNOTAVAIL') {
    return { code: 'configuration', text: 'This machine does not have that address.' };
  }
  if (code === 'EACCES') {
    return { code: 'configuration', text: 'The system does not allow listening on this port.' };
  }
  return problemOfConfiguration(error);
}
