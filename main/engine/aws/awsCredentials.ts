import type { AwsCredentials } from '#shared/connections/awsIot.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { iotRoleAliasCredentials } from '../notifications/channels/iotRoleAlias.ts';
import { ssoCredentials } from './ssoCredentials.ts';

/** What requests are signed with. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of credentials that are lent for a while. */
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialProvider = () => Promise<SigningCredentials>;

/** Lent credentials are fetched anew this long before they end, as the SDK does. */
const RENEW_BEFORE_MS = 300_000;

/**
 * @param secrets `secretAccessKey` for keys, `privateKey` (PEM) for the role alias
 * @throws DeliveryError from the role alias, CredentialsProviderError from the sign-in, when called
 */
export function awsCredentials(
  how: AwsCredentials,
  secrets: Readonly<Record<string, string>>,
  now: () => EpochMs,
): CredentialProvider {
  switch (how.type) {
    case 'keys':
      return async () => ({
        accessKeyId: how.accessKeyId,
        secretAccessKey: secrets['secretAccessKey'] ?? '',
      });
    case 'sso':
      return renewed(ssoCredentials(how.profile), now);
    case 'iotRoleAlias':
      return renewed(
        () => iotRoleAliasCredentials({ ...how, privateKey: secrets['privateKey'] ?? '' }, now),
        now,
      );
  }
}

/** Asks again only when what it was given ends soon: a desk that reconnects often is no reason to be throttled. */
function renewed(fetch: CredentialProvider, now: () => EpochMs): CredentialProvider {
  let known: SigningCredentials | undefined;
  return async () => {
    const until = known?.expiration?.getTime() ?? 0;
    if (known === undefined || until - now() < RENEW_BEFORE_MS) known = await fetch();
    return known;
  };
}
