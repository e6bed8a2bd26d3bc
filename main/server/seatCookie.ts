/**
 * A browser on another machine gives the token once and gets this cookie instead. It is signed with the token
 * rather than remembered, so a wall display stays signed on when the host restarts, and changing the token
 * turns every seat away.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { sameSecret } from './apiToken.ts';

const NAME = 'emberwatch_seat';
const LIFETIME_S = 30 * 24 * 60 * 60;

/** The value of a `Set-Cookie` header. Scripts can't read it and other sites' pages can't make a browser send it. */
export function makeSeatCookie(token: string, now: number, secure = false): string {
  const body = `${now + LIFETIME_S * 1000}.${randomBytes(16).toString('base64url')}`;
  return `${NAME}=${body}.${sign(body, token)}; Path=/; Max-Age=${LIFETIME_S}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/** @param cookies the request's `Cookie` header */
export function holdsSeat(cookies: string | undefined, token: string, now: number): boolean {
  const values = (cookies ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${NAME}=`))
    .map((pair) => pair.slice(NAME.length + 1));
  return values.some((value) => {
    const cut = value.lastIndexOf('.');
    if (cut < 0) return false;
    const body = value.slice(0, cut);
    return sameSecret(value.slice(cut + 1), sign(body, token)) && Number.parseInt(body, 10) > now;
  });
}

const sign = (body: string, token: string): string =>
  createHmac('sha256', token).update(`seat ${body}`).digest('base64url');
