/** Where readings that were missed while the desk was away can be had from afterwards. */
import { z } from 'zod';
import { DEVICE_TOPIC_FILTER } from '../telemetry/deviceTopic.ts';
import { BrokerUrl, ClientId, line, Pem, TopicFilter } from './fields.ts';

export const BACKFILL_SECRET_FIELDS = ['backfillPassword', 'backfillPrivateKey'] as const;
export type BackfillSecretField = (typeof BACKFILL_SECRET_FIELDS)[number];

/** Wire messages, one JSON object a line: a `.jsonl`, `.ndjson` or `.gz` file, or a folder of such files. */
const FolderBackfill = z.strictObject({
  type: z.literal('folder'),
  path: line(1_000).min(1),
});

/**
 * Another broker that the devices, or a bridge, publish to as well. With `keepSession` it collects for the desk between
 * two visits; without, it is asked for its retained messages.
 */
const BrokerBackfill = z.strictObject({
  type: z.literal('broker'),
  url: BrokerUrl,
  username: line(254).default(''),
  /** PEM of the client certificate; empty for none. */
  certificate: Pem.default(''),
  /** PEM of the broker's authority; empty for a public one. */
  ca: Pem.default(''),
  /** Empty: made from the desk's own. */
  clientId: ClientId.default(''),
  topicFilter: TopicFilter.default(DEVICE_TOPIC_FILTER),
  keepSession: z.boolean().default(true),
});

export const BackfillSettings = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  FolderBackfill,
  BrokerBackfill,
]);
export type BackfillSettings = z.output<typeof BackfillSettings>;
export type BrokerBackfillSettings = z.output<typeof BrokerBackfill>;

/** As much of the settings as says which secrets they need. */
export type BackfillSecretShape =
  | { readonly type: 'none' | 'folder' }
  | { readonly type: 'broker'; readonly username: string; readonly certificate: string };

/** The secrets that these settings can't do without. */
export function backfillSecretsNeeded(
  settings: BackfillSecretShape,
): readonly BackfillSecretField[] {
  if (settings.type !== 'broker') return [];
  return [
    ...(settings.username === '' ? [] : (['backfillPassword'] as const)),
    ...(settings.certificate === '' ? [] : (['backfillPrivateKey'] as const)),
  ];
}
