/**
 * One line from a serial gateway: the message that a device publishes over MQTT, with `deviceId` inside, as JSON, and
 * after it, where the gateway adds one, `*` and the CRC-16 of the bytes before it as four hexadecimal digits:
 *
 *     {"deviceId":"B1-LV-01","status":0,…}*4B37
 */
import type { LineChecksum } from '../connections/serial.ts';
import { deviceTopic } from '../telemetry/deviceTopic.ts';
import { type DecodeRefusal, isDeviceId, shorten } from '../telemetry/wireMessage.ts';
import { crc16 } from './crc16.ts';

const LINE_REFUSALS = [
  'lineTooLong',
  /** The beginning or the end of a line whose other part was sent while the port was closed. */
  'lineFragment',
  'checksumMissing',
  'checksumWrong',
] as const;
export type LineRefusal = (typeof LINE_REFUSALS)[number];

export type LineResult =
  | { readonly ok: true; readonly topic: string; readonly payload: Uint8Array }
  | {
      readonly ok: false;
      readonly reason: LineRefusal | DecodeRefusal;
      readonly detail: string;
    };

/** In every process that this runs in, though neither Node's nor the DOM's types are seen from `shared`. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const STAR = 0x2a;
const SUFFIX_BYTES = 5;

/** Checks the sum and finds the device; the measurements are the decoder's. Never throws. */
export function readLine(line: Uint8Array, checksum: LineChecksum): LineResult {
  const given = checksum === 'off' ? undefined : suffixOf(line);
  if (given === undefined && checksum === 'required')
    return refuse('checksumMissing', 'no * and four hexadecimal digits at the end');
  const payload = given === undefined ? line : line.subarray(0, line.length - SUFFIX_BYTES);
  if (given !== undefined) {
    const counted = crc16(payload);
    if (counted !== given)
      return refuse('checksumWrong', `the line says ${hex(given)}, counted ${hex(counted)}`);
  }
  return findDevice(payload);
}

/** The line as a gateway sends it: for tests, and for who builds a gateway. */
export function withChecksum(payload: Uint8Array): Uint8Array {
  const line = new Uint8Array(payload.length + SUFFIX_BYTES);
  line.set(payload);
  const suffix = `*${hex(crc16(payload))}`;
  for (let i = 0; i < SUFFIX_BYTES; i++) line[payload.length + i] = suffix.charCodeAt(i);
  return line;
}

function suffixOf(line: Uint8Array): number | undefined {
  const star = line.length - SUFFIX_BYTES;
  if (star < 0 || line[star] !== STAR) return undefined;
  let sum = 0;
  for (let i = star + 1; i < line.length; i++) {
    const digit = Number.parseInt(String.fromCharCode(line[i] as number), 16);
    if (Number.isNaN(digit)) return undefined;
    sum = sum * 16 + digit;
  }
  return sum;
}

function findDevice(payload: Uint8Array): LineResult {
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return refuse('notUtf8', `message: ${payload.length} bytes`);
  }
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return refuse('notJson', `message: ${shorten(text)}`);
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return refuse('notObject', `message: ${shorten(message)}`);
  const { deviceId } = message as { readonly deviceId?: unknown };
  if (isDeviceId(deviceId)) return { ok: true, topic: deviceTopic(deviceId), payload };
  const reason =
    deviceId === undefined
      ? 'missingField'
      : typeof deviceId === 'string'
        ? 'outOfDomain'
        : 'wrongType';
  return refuse(reason, `deviceId: ${shorten(deviceId)}`);
}

const refuse = (reason: LineRefusal | DecodeRefusal, detail: string): LineResult => ({
  ok: false,
  reason,
  detail,
});

const hex = (sum: number): string => sum.toString(16).toUpperCase().padStart(4, '0');
