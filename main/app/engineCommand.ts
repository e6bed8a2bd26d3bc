/**
 * What the shell tells the engine's process. The page's own requests never pass here: they go over the port that
 * travels with `client`.
 *
 * Settings come in a message and not in arguments or environment, because other programs can read those and broker
 * passwords are among the settings.
 */
import { z } from 'zod';
import { SealAnswer } from './sealMessages.ts';

export const MqttSettings = z.strictObject({
  url: z.url({ protocol: /^mqtts?$/, error: 'must be an mqtt:// or mqtts:// address' }),
  username: z.string().min(1).exactOptional(),
  password: z.string().min(1).exactOptional(),
  /** PEM text. */
  ca: z.string().min(1).exactOptional(),
  cert: z.string().min(1).exactOptional(),
  key: z.string().min(1).exactOptional(),
});
export type MqttSettings = z.output<typeof MqttSettings>;

export const EngineSettings = z.strictObject({
  dataDir: z.string().min(1),
  /** Null: none is given in the file. */
  mqtt: MqttSettings.nullable(),
  /** False, or absent without a broker: the simulated building reports instead. */
  realSite: z.boolean().exactOptional(),
});
export type EngineSettings = z.output<typeof EngineSettings>;

export const EngineCommand = z.discriminatedUnion('type', [
  /** The first message, once. */
  z.object({ type: z.literal('start'), settings: EngineSettings }),
  /** A page wants the engine; its port is the message's only one. */
  z.object({ type: z.literal('client') }),
  /** The machine slept: connections that look open may be dead. */
  z.object({ type: z.literal('resumed') }),
  SealAnswer,
  /** Close the files and exit with 0. */
  z.object({ type: z.literal('shutdown') }),
]);
export type EngineCommand = z.output<typeof EngineCommand>;
