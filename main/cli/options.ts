/** How the command line's words become values, and what is said when they don't. */
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { CliError } from './exitCodes.ts';

/** A parser for whole numbers of a range. */
export const integer =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    return value;
  };

export const port = integer(0, 65_535);

/** A number above zero. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** An IANA time zone. */
export function timeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('It must be a time zone like Asia/Seoul.');
  }
}

/** A moment with its zone, as UTC milliseconds: what a machine's own zone makes of it must never decide. */
export function instant(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError('It must be like 2026-01-02T03:00Z or 2026-01-02T12:00+09:00.');
  return at;
}

const MQTT_PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

export function mqttUrl(text: string): string {
  if (
    !URL.canParse(text) ||
    !MQTT_PROTOCOLS.includes(new URL(text).protocol) ||
    !new URL(text).hostname
  )
    throw new InvalidArgumentError('It must be like mqtt://host:1883 or mqtts://host:8883.');
  return text;
}

/** For an option that may be given several times. */
export const collect =
  <T>(parse: (text: string) => T) =>
  (text: string, previous: readonly T[] | undefined): readonly T[] => [
    ...(previous ?? []),
    parse(text),
  ];

/** `[HOST:]PORT`; this machine only unless a host is given. */
export function listenAddress(text: string): { readonly host: string; readonly port: number } {
  const parts = /^(?:(\[[^\]]+\]|[^:]+):)?(\d+)$/.exec(text);
  if (!parts) throw new InvalidArgumentError('It must be PORT or HOST:PORT.');
  const host = (parts[1] ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1');
  return { host, port: port(parts[2]!) };
}

/**
 * @param option named in the message, as it was typed
 * @throws {CliError} when the file can't be read
 */
export function readText(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CliError(`${option} ${path} can't be read: ${messageOf(error)}`);
  }
}

/** A secret from a file, without the line end that editors leave. */
export function readSecret(option: string, path: string): string {
  const secret = readText(option, path).replace(/\r?\n$/, '');
  if (secret === '') throw new CliError(`${option} ${path} is empty`);
  return secret;
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Addresses of other desks: without a path, and encrypted unless the other desk is on this machine. */
export function peerUrl(text: string, before: readonly string[] = []): readonly string[] {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InvalidArgumentError('It must be an address like https://desk-2:7373.');
  }
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local))
    throw new InvalidArgumentError('It must begin with https:// unless it is on this machine.');
  if (url.username !== '' || url.password !== '')
    throw new InvalidArgumentError('The token belongs into --peer-token-file.');
  return [...before, url.origin];
}
