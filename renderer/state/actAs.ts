/** An act in somebody's name, whatever it is: asks for a sign-on where there is none, and once more when it has ended. */
import { type EngineClient, failureOf, type Request } from './engineClient.ts';
import type { DeskSession } from './session.ts';

export interface ActingParts {
  readonly request: Request;
  readonly session: Pick<DeskSession, 'require' | 'expire'>;
}

/**
 * @returns null when the operator declined to sign on
 * @throws RequestFailure for everything else that keeps it from being done
 */
export async function actAs<T>(
  { request, session: shift }: ActingParts,
  run: (
    client: EngineClient,
    session: string,
    options: { readonly signal: AbortSignal },
  ) => Promise<T>,
): Promise<T | null> {
  const call = (session: string) => request((client, options) => run(client, session, options));
  const session = await shift.require();
  if (session === null) return null;
  try {
    return await call(session);
  } catch (error) {
    if (failureOf(error).code !== 'unauthorized') throw error;
  }
  // The shift ended behind the page's back. Ask once more, and do then what was asked.
  shift.expire();
  const renewed = await shift.require();
  return renewed === null ? null : call(renewed);
}
