/** Telling people who are not at the desk: the channels, what waits for them, and trying them. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { ChannelConfig } from '#shared/notifications/channel.ts';
import { NOTIFICATION_TOPICS } from '#shared/notifications/request.ts';
import { base, Session } from './base.ts';
import type { NotificationOverview, SaveOutcome, TestOutcome } from './notificationViews.ts';

const ChannelId = z.string().min(1).max(64);

/** `whsec_` and 24 to 64 random bytes in Base64, as Standard Webhooks writes them. */
export const SIGNING_KEY =
  /^whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** Only the ones that are to be changed. */
const Secrets = z.strictObject({
  secretAccessKey: z.string().trim().min(1).max(200).optional(),
  privateKey: z.string().trim().min(1).max(20_000).optional(),
  password: z.string().min(1).max(500).optional(),
  signingKey: z.string().trim().regex(SIGNING_KEY).optional(),
});

export const notifications = {
  /** A supervisor's. */
  overview: base
    .input(z.object({ session: Session, limit: z.number().int().min(1).max(500).default(100) }))
    .output(type<NotificationOverview>()),
  /** An administrator's. What waits under topics that the channel no longer takes is withdrawn. */
  save: base
    .input(
      z.object({
        session: Session,
        /** Null adds a channel. */
        channelId: ChannelId.nullable(),
        config: ChannelConfig,
        secrets: Secrets.default({}),
      }),
    )
    .output(type<SaveOutcome>()),
  /** An administrator's. What waits for the channel is withdrawn. */
  remove: base
    .input(z.object({ session: Session, channelId: ChannelId }))
    .output(type<{ readonly withdrawn: number }>()),
  /** An administrator's: sends one real message now. */
  test: base
    .input(z.object({ session: Session, channelId: ChannelId, topic: z.enum(NOTIFICATION_TOPICS) }))
    .output(type<TestOutcome>()),
  /** An administrator's, for a desk whose data folder is a copy of another's: gives it an id of its own. */
  newDeskId: base.input(z.object({ session: Session })).output(type<null>()),
  /** A supervisor's: tries at once what waits for the next attempt. */
  retryNow: base.input(z.object({ session: Session })).output(type<null>()),
};
