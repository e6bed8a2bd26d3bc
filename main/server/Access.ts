import type { IncomingHttpHeaders } from 'node:http';
import { sameSecret } from './apiToken.ts';
import { FailureLimit } from './FailureLimit.ts';
import { hostNameOf, isLoopback } from './loopback.ts';
import { isSameOrigin } from './sameOrigin.ts';
import { holdsSeat, makeSeatCookie } from './seatCookie.ts';

export interface Caller {
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
}

export interface Refusal {
  readonly status: 401 | 403 | 429;
  readonly error: string;
}

export interface AccessOptions {
  readonly token: string;
  /** Listening on loopback only: whoever can connect already sits at this machine. */
  readonly loopbackOnly: boolean;
  /** Served over TLS: what a seat is known by is then never sent without it. */
  readonly secure?: boolean;
  readonly now: () => number;
}

/**
 * Who may ask the host for what. This guards the host's doors only; whether a person may acknowledge an alarm
 * is decided by the engine, at every call, for every transport.
 */
export class Access {
  readonly loopbackOnly: boolean;
  readonly #token: string;
  readonly #now: () => number;
  readonly #limit: FailureLimit;
  readonly #secure: boolean;

  constructor({ token, loopbackOnly, secure = false, now }: AccessOptions) {
    this.#secure = secure;
    this.loopbackOnly = loopbackOnly;
    this.#token = token;
    this.#now = now;
    this.#limit = new FailureLimit(now);
  }

  /** For every request: names that lead here by DNS rebinding, and pages of other sites, get nothing. */
  refuseStranger({ headers }: Caller, method: string): Refusal | undefined {
    const host = hostNameOf(headers.host);
    if (host === undefined || (this.loopbackOnly && !isLoopback(host)))
      return { status: 403, error: 'This name is not served here' };
    const changes = method !== 'GET' && method !== 'HEAD';
    if (changes && !isSameOrigin(headers))
      return { status: 403, error: 'Requests from other sites are refused' };
    return undefined;
  }

  /** For `/api` and `/metrics`, on loopback too: other users of the machine can connect as well. */
  refuseWithoutToken({ headers, address }: Caller): Refusal | undefined {
    const given = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    if (given === undefined) return { status: 401, error: 'A bearer token is needed' };
    return this.#check(given, address);
  }

  /** For the page and `/rpc`. */
  refuseDesk(caller: Caller): Refusal | undefined {
    if (this.loopbackOnly || holdsSeat(caller.headers.cookie, this.#token, this.#now()))
      return undefined;
    return this.refuseWithoutToken(caller);
  }

  /** For a WebSocket, which browsers open across sites without asking. */
  refuseSocket(caller: Caller): Refusal | undefined {
    return this.refuseStranger(caller, 'CONNECT') ?? this.refuseDesk(caller);
  }

  /** Exchanges the token for a seat. */
  signOn(given: string, address: string): { readonly cookie: string } | Refusal {
    return (
      this.#check(given, address) ?? {
        cookie: makeSeatCookie(this.#token, this.#now(), this.#secure),
      }
    );
  }

  #check(given: string, address: string): Refusal | undefined {
    // Not on loopback: there one program's mistakes would lock out every other.
    if (!this.loopbackOnly && this.#limit.exceeded(address))
      return { status: 429, error: 'Too many wrong tokens: wait a minute' };
    if (sameSecret(given, this.#token)) return undefined;
    this.#limit.failed(address);
    return { status: 401, error: 'The token is wrong' };
  }
}
