/** Bad input, made from good: seeded, so that a case that failed can be played again. */

import { type Random, seeded } from '#shared/simulation/random.ts';
import { DEVICE_TOPIC_FILTER, deviceTopic } from '#shared/telemetry/deviceTopic.ts';
import { wire } from './wire.ts';

export type Fuzz = Random;
export const fuzzOf = (seed: number, target: string): Fuzz => seeded(seed, 'fuzz', target);

export const whole = (random: Fuzz, below: number): number => Math.floor(random.next() * below);

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\u202e\u2066',
  '\ud800',
  '\ufeff',
  '소화전',
  '👩‍👩‍👧',
  'x'.repeat(129),
  '../../etc/passwd',
  "'; DROP TABLE alarm;--",
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '%00',
  '+',
  '#',
  'a/b',
  '$SYS/broker',
  '\r\n',
] as const;

const ODD_VALUES: readonly [unknown, ...unknown[]] = [
  null,
  true,
  '',
  '0',
  [],
  {},
  -1,
  0.1,
  1e308,
  -1e308,
  1e9 + 1,
  2_147_483_648,
  Number.MAX_SAFE_INTEGER,
  [[[[1]]]],
  { length: 1 },
  'NaN',
  '1970-01-01',
  '9999-12-31T23:59:60Z',
  ...ODD_TEXTS,
];

/** A message that a device may have sent, with its parts renamed, taken away, exchanged or made absurd. */
export function oddMessage(random: Fuzz, deviceId: string, at: number): Record<string, unknown> {
  const message = wire(deviceId, { idx: whole(random, 1e6), timestamp: at });
  const keys = Object.keys(message);
  for (let n = whole(random, 4); n > 0; n--) {
    const key = keys[whole(random, keys.length)]!;
    switch (whole(random, 4)) {
      case 0:
        delete message[key];
        break;
      case 1:
        message[key] = random.pick(ODD_VALUES);
        break;
      case 2:
        message[random.pick(ODD_TEXTS)] = message[key];
        break;
      default:
        message[key] = (random.next() - 0.5) * 10 ** whole(random, 12);
    }
  }
  return message;
}

/** Bytes with some of them changed, cut out, doubled or thrown in. */
export function mutated(random: Fuzz, bytes: Uint8Array): Buffer {
  let now = Buffer.from(bytes);
  for (let n = 1 + whole(random, 4); n > 0; n--) {
    const at = whole(random, now.length + 1);
    const to = at + whole(random, Math.min(64, now.length - at + 1));
    switch (whole(random, 5)) {
      case 0:
        if (at < now.length) now[at] = whole(random, 256);
        break;
      case 1:
        if (at < now.length) now[at] = now[at]! ^ (1 << whole(random, 8));
        break;
      case 2:
        now = Buffer.concat([now.subarray(0, at), now.subarray(to)]);
        break;
      case 3:
        now = Buffer.concat([now.subarray(0, to), now.subarray(at)]);
        break;
      default:
        now = Buffer.concat([
          now.subarray(0, at),
          noise(random, 1 + whole(random, 16)),
          now.subarray(at),
        ]);
    }
  }
  return now;
}

export function noise(random: Fuzz, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at++) bytes[at] = whole(random, 256);
  return bytes;
}

/** A payload: good ones too, or everything behind the decoder would never be reached. */
export function oddPayload(random: Fuzz, deviceId: string, at: number): Buffer {
  const text = Buffer.from(JSON.stringify(oddMessage(random, deviceId, at)));
  switch (whole(random, 8)) {
    case 0:
      return mutated(random, text);
    case 1:
      return noise(random, whole(random, 200));
    case 2:
      return Buffer.from(JSON.stringify(random.pick(ODD_VALUES)));
    case 3:
      return text.subarray(0, whole(random, text.length));
    case 4:
      return Buffer.from(`${'['.repeat(whole(random, 2_000))}${text}`);
    default:
      return text;
  }
}

/** Beside the largest message that is allowed, below and above. */
export function largePayload(random: Fuzz, deviceId: string, at: number): Buffer {
  const size = 128 * 1024 + whole(random, 1024) - 512;
  const message = JSON.stringify(oddMessage(random, deviceId, at));
  return Buffer.from(
    message.replace(/}$/, `,"padding":"${'p'.repeat(Math.max(0, size - message.length - 13))}"}`),
  );
}

export function oddTopic(random: Fuzz, deviceId: string): string {
  switch (whole(random, 12)) {
    case 0:
      return random.pick(ODD_TEXTS);
    case 1:
      return deviceTopic(random.pick(ODD_TEXTS));
    case 2:
      return `${deviceTopic(deviceId)}${random.pick(ODD_TEXTS)}`;
    case 3:
      return DEVICE_TOPIC_FILTER;
    case 4:
      return mutated(random, Buffer.from(deviceTopic(deviceId))).toString('utf8');
    default:
      return deviceTopic(deviceId);
  }
}
