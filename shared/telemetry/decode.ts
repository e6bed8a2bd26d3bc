/** From the bytes of one MQTT message to a decoded reading, or to the reason why it can't be read. */

import { deviceLevelOf } from './deviceTopic.ts';
import type { DecodeOptions, DecodeResult } from './wireMessage.ts';
import { decodeMessage, isDeviceId, refuse, shorten } from './wireMessage.ts';

export type { DecodeOptions, DecodeRefusal, DecodeResult } from './wireMessage.ts';
export { DECODE_REFUSALS } from './wireMessage.ts';

/** The largest MQTT message that AWS IoT Core carries. */
export const MAX_PAYLOAD_BYTES = 128 * 1024;

/** In every process that this runs in, though neither Node's nor the DOM's types are seen from `shared`. */
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

// ignoreBOM keeps the mark in the text, so that JSON refuses it instead of it passing unseen.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes one message from `fire-prediction/device/{id}/data`.
 *
 * Strict: every one of the twelve measurements must be a finite number, `status` an integer 0 … 2³¹−1 and the
 * arc count an integer ≥ 0; `deviceId` must be the one in the topic. The wire's names and those that the
 * cloud's rule projects are both understood; fields nobody knows are ignored. `power` leaves in kW and
 * `powerFactor` as a ratio, whatever the site's devices send. A missing or unreadable `timestamp` is no reason
 * to refuse (`deviceTime` is null), nor is `status` ≥ 4096, the device's communication error.
 *
 * Never throws. `detail` names the field and a shortened value.
 */
export function decode(payload: Uint8Array, topic: string, options: DecodeOptions): DecodeResult {
  const deviceId = deviceIdOfTopic(topic);
  if (deviceId === undefined) return refuse('topicShape', `topic: ${shorten(topic)}`);
  if (payload.length > MAX_PAYLOAD_BYTES)
    return refuse('tooLarge', `message: ${payload.length} bytes`);
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return refuse('notUtf8', `message: ${payload.length} bytes`);
  }
  const result = decodeText(text, options);
  if (result.ok && result.reading.deviceId !== deviceId)
    return refuse(
      'deviceIdMismatch',
      `deviceId: ${shorten(result.reading.deviceId)}, topic: ${shorten(deviceId)}`,
    );
  return result;
}

/** Decodes the text of one message that came by no topic: a line of a file. */
export function decodeText(text: string, options: DecodeOptions): DecodeResult {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse('notJson', `message: ${shorten(text)}`);
  }
  return decodeMessage(parsed, options);
}

/** The device's level of a data topic; undefined when the topic has another shape. */
export function deviceIdOfTopic(topic: string): string | undefined {
  const id = deviceLevelOf(topic);
  return id !== undefined && isDeviceId(id) ? id : undefined;
}
