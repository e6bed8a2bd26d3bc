import { awsCredentials, type CredentialProvider } from '#engine/aws/awsCredentials.ts';
import { DeliveryError } from '#engine/notifications/DeliveryError.ts';
import {
  type AwsIotAuth,
  type AwsIotSettings,
  regionOfEndpoint,
} from '#shared/connections/awsIot.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { openBackfill } from './backfill/openBackfill.ts';
import { type ConnectionParts, type ConnectionSecrets, openSubscriber } from './connection.ts';
import { FeedProblemError } from './feedProblem.ts';
import type { MqttSourceOptions } from './MqttSource.ts';
import { presignMqtt } from './presignMqtt.ts';
import type { Source, UsedCertificate } from './source.ts';
import { systemTimers } from './timers.ts';

/** AWS IoT Core sends no more than so many that aren't acknowledged. */
const IN_FLIGHT = 100;
/** On this port the broker speaks MQTT and nothing else, so nothing has to say which protocol it is. */
const MQTT_PORT = 8_883;

/**
 * The way in that the settings describe, not started yet.
 *
 * @throws TypeError when neither the settings nor the endpoint's name say which region it is and a signature needs it
 */
export function openAwsIot(parts: ConnectionParts<AwsIotSettings>): Source {
  const { id, settings, secrets, now, log, timers = systemTimers } = parts;
  const clientId = settings.clientId === '' ? parts.clientId : settings.clientId;
  return openSubscriber({
    id,
    clientId,
    connections: settings.connections,
    shareName: settings.shareName,
    topicFilter: settings.topicFilter,
    backfill: openBackfill({ settings: settings.backfill, secrets, clientId, now, log, timers }),
    mqtt: {
      ...wayIn(settings, secrets, now),
      ...(settings.ca !== '' && { ca: settings.ca }),
      protocolVersion: 5,
      // A session of MQTT 5 is not one of MQTT 3.1.1 at this broker: falling back would lose what it kept.
      mqtt5Only: true,
      sessionExpirySeconds: settings.sessionSeconds,
      keepAliveSeconds: settings.keepAliveSeconds,
      receiveMaximum: IN_FLIGHT,
      throttledDrain: true,
      certificates: certificatesOf(settings),
      now,
      log,
      timers,
    },
  });
}

/** How the broker is reached, for whoever tries it as well. */
export type WayIn = Pick<
  MqttSourceOptions,
  'url' | 'cert' | 'key' | 'alpn' | 'username' | 'password' | 'dial'
>;

export function wayIn(
  { endpoint, auth }: AwsIotSettings,
  secrets: ConnectionSecrets,
  now: () => EpochMs,
): WayIn {
  const host = endpoint.includes(':') ? `[${endpoint}]` : endpoint;
  switch (auth.type) {
    case 'certificate':
      return {
        url: `mqtts://${host}:${auth.port}`,
        cert: auth.certificate,
        key: secrets['privateKey'] ?? '',
        ...(auth.port !== MQTT_PORT && { alpn: 'x-amzn-mqtt-ca' }),
      };
    case 'authorizer': {
      const asked = authorizerSignIn(auth, secrets);
      return auth.transport === 'webSocket'
        ? { url: `wss://${host}:${auth.port}/mqtt`, ...asked }
        : { url: `mqtts://${host}:${auth.port}`, alpn: 'mqtt', ...asked };
    }
    case 'sigV4': {
      const region = auth.region === '' ? regionOfEndpoint(endpoint) : auth.region;
      if (region === undefined)
        throw new TypeError(`The endpoint ${endpoint} does not say its region, and none is given.`);
      const credentials = awsCredentials(auth.credentials, secrets, now);
      return {
        url: `wss://${host}:${auth.port}/mqtt`,
        dial: async () => ({
          path: await presignMqtt({
            host: auth.port === 443 ? host : `${host}:${auth.port}`,
            region,
            credentials: await fetched(credentials),
            at: now(),
          }),
        }),
      };
    }
  }
}

/** The authorizer's parameters travel in MQTT's user name, over either transport. */
function authorizerSignIn(
  auth: Extract<AwsIotAuth, { type: 'authorizer' }>,
  secrets: ConnectionSecrets,
): Pick<WayIn, 'username' | 'password'> {
  const { authorizerName, username, hasPassword, tokenKeyName, tokenSignature } = auth;
  const parameters = [
    ['x-amz-customauthorizer-name', authorizerName],
    [tokenKeyName, tokenKeyName === '' ? '' : (secrets['authorizerToken'] ?? '')],
    ['x-amz-customauthorizer-signature', tokenSignature],
  ]
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`);
  const asked = parameters.length === 0 ? username : `${username}?${parameters.join('&')}`;
  return {
    ...(asked !== '' && { username: asked }),
    ...(hasPassword && { password: secrets['authorizerPassword'] ?? '' }),
  };
}

async function fetched(credentials: CredentialProvider) {
  try {
    return await credentials();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (error instanceof DeliveryError && error.code === 'clockWrong')
      throw new FeedProblemError('clockWrong', `This machine's clock must be wrong: ${said}.`, {
        cause: error,
      });
    throw new FeedProblemError(
      'credentialsExpired',
      `The credentials for AWS can't be had: ${said.slice(0, 200)}`,
      { cause: error },
    );
  }
}

function certificatesOf({ auth, ca, backfill }: AwsIotSettings): readonly UsedCertificate[] {
  const all: readonly UsedCertificate[] = [
    { purpose: 'client', pem: auth.type === 'certificate' ? auth.certificate : '' },
    {
      purpose: 'credentials',
      pem:
        auth.type === 'sigV4' && auth.credentials.type === 'iotRoleAlias'
          ? auth.credentials.certificate
          : '',
    },
    { purpose: 'authority', pem: ca },
    { purpose: 'backfill', pem: backfill.type === 'broker' ? backfill.certificate : '' },
  ];
  return all.filter(({ pem }) => pem !== '');
}
