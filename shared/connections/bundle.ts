/**
 * A connection bundle: everything that a desk needs to reach one broker, in one JSON file, so that whoever runs the
 * broker can hand it over. The same names stand in the admin guide.
 */
import { z } from 'zod';
import { BrokerUrl, ClientId, Host, line, Pem, TopicFilter } from './fields.ts';

const BUNDLE_FORMAT = 'emberwatch-connection';
export const BUNDLE_VERSION = 1;

/** What every version has, to tell a newer bundle from a broken one. */
export const BundleHead = z.object({
  format: z.literal(BUNDLE_FORMAT),
  version: z.number().int().min(1),
});

export const ConnectionBundle = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  name: line(60).optional(),
  kind: z.enum(['mqtt', 'awsIot']).default('mqtt'),
  /** Of AWS IoT Core the host name alone; of another broker an address such as `mqtts://broker.example:8883`. */
  endpoint: z.union([BrokerUrl, Host.min(1)]),
  topic: TopicFilter.optional(),
  clientId: ClientId.optional(),
  username: line(254).optional(),
  password: z.string().min(1).max(500).optional(),
  /** PEM text, or the name of a file beside this one in the same zip. */
  certificate: Pem.min(1).optional(),
  privateKey: Pem.min(1).optional(),
  ca: Pem.min(1).optional(),
});
export type ConnectionBundle = z.output<typeof ConnectionBundle>;
