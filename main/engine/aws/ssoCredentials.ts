import { fromSSO } from '@aws-sdk/credential-provider-sso';

/** A portal that accepts and says nothing must not hold what waits for it. As for SNS itself. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/**
 * Credentials of a person's AWS sign-in on this machine: the profile in `~/.aws/config`, the token that
 * `aws sso login` left in `~/.aws/sso/cache`, and what the portal lends for it. Asked once: whoever sends tries again.
 *
 * @throws CredentialsProviderError, whose words `signInProblem` sorts, when called
 */
export const ssoCredentials = (profile: string, timeouts: Partial<typeof TIMEOUTS> = {}) =>
  fromSSO({
    profile,
    clientConfig: { maxAttempts: 1, requestHandler: { ...TIMEOUTS, ...timeouts } },
  });
