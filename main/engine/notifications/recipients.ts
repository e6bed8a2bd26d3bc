import { createHash } from 'node:crypto';
import {
  addressesOf,
  type ChannelKind,
  type ChannelSettings,
} from '#shared/notifications/channel.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { Receipt } from './channels/Channel.ts';
import type { Reached } from './OutboxStore.ts';

/** An address, and the word for it that may leave this desk. */
export interface Recipient {
  readonly address: string;
  readonly key: string;
}

/** Equal only for the same kind and address, so that two desks can compare without telling each other whom they tell. */
export function recipientKey(kind: ChannelKind, address: string): string {
  return createHash('sha256').update(`${kind} ${address}`).digest('hex');
}

/** Whom a channel tells of a topic; empty when nobody. An address that stands there twice is one. */
export function recipientsOf(
  settings: ChannelSettings,
  topic: NotificationTopic,
): readonly Recipient[] {
  return [...new Set(addressesOf(settings, topic))].map((address) => ({
    address,
    key: recipientKey(settings.kind, address),
  }));
}

/** Who took a message. Whoever was refused is left to another desk. */
export function reachedOf(
  kind: ChannelKind,
  recipients: readonly Recipient[],
  { partly }: Receipt,
): Reached {
  const taken = recipients.filter(({ address }) => partly?.reached.includes(address) ?? true);
  return { kind, recipients: taken.map(({ key }) => key) };
}
