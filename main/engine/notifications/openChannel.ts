import type { SecretField, SnsChannelSettings } from '#shared/notifications/channel.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { ssoCredentials } from '../aws/ssoCredentials.ts';
import type { SecretStore } from '../secrets/SecretStore.ts';
import type { StoredChannel } from './ChannelStore.ts';
import type { Channel } from './channels/Channel.ts';
import { EmailChannel } from './channels/EmailChannel.ts';
import { iotRoleAliasCredentials } from './channels/iotRoleAlias.ts';
import { SnsChannel } from './channels/SnsChannel.ts';
import { WebhookChannel } from './channels/WebhookChannel.ts';
import { DeliveryError } from './DeliveryError.ts';

interface OpenParts {
  readonly secrets: SecretStore;
  readonly now: () => EpochMs;
}

type ReadSecret = (field: SecretField) => Promise<string>;

/**
 * The way out that a channel's settings describe. Its secrets are read when it sends and not before: a store that can't
 * be opened is that channel's problem, and no reason for the desk not to start.
 */
export function openChannel(channel: StoredChannel, { secrets, now }: OpenParts): Channel {
  const { settings } = channel.config;
  const read: ReadSecret = (field) => readSecret(secrets, channel, field);
  switch (settings.kind) {
    case 'sns':
      return new SnsChannel({ settings, credentials: snsCredentials(settings, read, now) });
    case 'email':
      return eachTime(async () => {
        const password = settings.username === '' ? '' : await read('password');
        return new EmailChannel({ settings, password });
      });
    case 'webhook':
      return eachTime(async () => new WebhookChannel(settings, await read('signingKey'), now));
  }
}

/** Both speak over a new connection for each message, so that nothing is lost by making them anew. */
function eachTime(make: () => Promise<Channel>): Channel {
  return {
    send: async (message, signal) => (await make()).send(message, signal),
    close: () => undefined,
  };
}

/** Asked by the SDK when it has none, and five minutes before they expire. */
function snsCredentials(
  { credentials: how }: SnsChannelSettings,
  read: ReadSecret,
  now: () => EpochMs,
) {
  switch (how.type) {
    case 'keys':
      return async () => ({
        accessKeyId: how.accessKeyId,
        secretAccessKey: await read('secretAccessKey'),
      });
    case 'sso':
      return ssoCredentials(how.profile);
    case 'iotRoleAlias':
      return async () =>
        iotRoleAliasCredentials({ ...how, privateKey: await read('privateKey') }, now);
  }
}

async function readSecret(
  secrets: SecretStore,
  { secrets: names }: StoredChannel,
  field: SecretField,
): Promise<string> {
  const name = names[field];
  let secret: string | null = null;
  try {
    secret = name === undefined ? null : await secrets.get(name);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new DeliveryError('secretMissing', said, { cause: error });
  }
  if (secret === null) throw new DeliveryError('secretMissing', `no ${field} is stored`);
  return secret;
}
