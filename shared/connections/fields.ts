/** What the settings of several kinds of connection are made of. */
import { z } from 'zod';

/** One line of text, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be in it.
    .regex(/^[^\u0000-\u001f\u007f]*$/);

/** A name or an address, without scheme and port. */
export const Host = line(253).regex(
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+)$/,
);
export const Port = z.number().int().min(1).max(65_535);
/** PEM text; read and judged by the TLS library when it is used. */
export const Pem = z.string().max(20_000);

/** Empty: the desk's own, made once for its data folder. AWS IoT Core takes 128 bytes. */
export const ClientId = line(120).regex(/^[^#+/]*$/);
/** A name of this desk that no other desk subscribes under (MQTT 5 section 4.8.2: no `/`, `+` or `#`). */
const ShareName = line(60).regex(/^[^#+/]*$/);

/** Levels divided by `/`; `+` is a whole level, `#` is a whole level and the last (MQTT 5 section 4.7.1). */
export const TopicFilter = line(256)
  .min(1)
  .refine(isTopicFilter, { error: 'not an MQTT topic filter' });

function isTopicFilter(filter: string): boolean {
  const levels = filter.split('/');
  return levels.every(
    (level, index) =>
      level === '+' || (level === '#' && index === levels.length - 1) || !/[#+]/.test(level),
  );
}

/** `mqtt://`, `mqtts://`, `ws://` or `wss://`. A name and password in an address would end up in logs. */
export const BrokerUrl = z
  .string()
  .trim()
  .max(500)
  .regex(/^(?:mqtts?|wss?):\/\/(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?(?:\/[^\s#@]*)?$/);

/** What every broker connection has besides the way to it. */
export const subscriberFields = {
  clientId: ClientId.default(''),
  /** How many connections share the subscription: for more messages than the broker gives to one. */
  connections: z.number().int().min(1).max(8).default(1),
  /** Needed for more than one connection: empty uses the client id. */
  shareName: ShareName.default(''),
  keepAliveSeconds: z.number().int().min(10).max(1_200).default(30),
};
