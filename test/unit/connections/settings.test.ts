import { describe, expect, test } from 'vitest';
import {
  AwsIotSettings,
  awsIotSecretsNeeded,
  regionOfEndpoint,
} from '#shared/connections/awsIot.ts';
import { MqttSettings, mqttSecretsNeeded } from '#shared/connections/mqtt.ts';
import { DEVICE_TOPIC_FILTER } from '#shared/telemetry/deviceTopic.ts';

const ENDPOINT = 'a1b2c3-ats.iot.ap-northeast-2.amazonaws.com';
const aws = (auth: unknown, more: object = {}) =>
  AwsIotSettings.parse({ kind: 'awsIot', endpoint: ENDPOINT, auth, ...more });

describe('AWS IoT Core', () => {
  test('an endpoint and a certificate are enough: the rest is what the service wants', () => {
    expect(aws({ type: 'certificate', certificate: 'pem' })).toEqual({
      kind: 'awsIot',
      endpoint: ENDPOINT,
      auth: { type: 'certificate', port: 8883, certificate: 'pem' },
      ca: '',
      clientId: '',
      connections: 1,
      shareName: '',
      keepAliveSeconds: 30,
      topicFilter: DEVICE_TOPIC_FILTER,
      sessionSeconds: 300,
      backfill: { type: 'none' },
    });
  });

  test.each([
    [{ type: 'certificate', certificate: 'pem' }, ['privateKey']],
    [{ type: 'authorizer' }, []],
    [{ type: 'authorizer', hasPassword: true }, ['authorizerPassword']],
    [{ type: 'authorizer', tokenKeyName: 'token' }, ['authorizerToken']],
    [
      { type: 'sigV4', credentials: { type: 'keys', accessKeyId: 'AKIA0123456789ABCDEF' } },
      ['secretAccessKey'],
    ],
    [{ type: 'sigV4', credentials: { type: 'sso', profile: 'desk' } }, []],
    [
      {
        type: 'sigV4',
        credentials: {
          type: 'iotRoleAlias',
          endpoint: 'c1.credentials.iot.ap-northeast-2.amazonaws.com',
          roleAlias: 'desk',
          thingName: 'desk-1',
          certificate: 'pem',
        },
      },
      ['privateKey'],
    ],
  ])('%o needs the secrets %o', (auth, needed) => {
    expect(awsIotSecretsNeeded(aws(auth))).toEqual(needed);
  });

  test.each([
    ['a scheme in the endpoint', { endpoint: `https://${ENDPOINT}` }],
    ['a client id with a wildcard', { clientId: 'desk/+' }],
    ['a share name with a level', { shareName: 'a/b' }],
    ['a wildcard inside a level', { topicFilter: 'fire-prediction/device+/data' }],
    ['a # before the end', { topicFilter: 'fire-prediction/#/data' }],
    ['more than an hour of session', { sessionSeconds: 3601 }],
    ['a setting that nobody knows', { colour: 'red' }],
  ])('%s is refused', (_what, more) => {
    expect(() => aws({ type: 'certificate', certificate: 'pem' }, more)).toThrow();
  });

  test.each([
    [ENDPOINT, 'ap-northeast-2'],
    ['A1.iot.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['iot.example.com', undefined],
  ])('the region of %s is %s', (endpoint, region) => {
    expect(regionOfEndpoint(endpoint)).toBe(region);
  });
});

describe('another broker', () => {
  const mqtt = (more: object = {}) =>
    MqttSettings.parse({ kind: 'mqtt', url: 'mqtts://broker.example:8883', ...more });

  test('an address is enough', () => {
    expect(mqtt()).toMatchObject({ username: '', sessionSeconds: 3600, connections: 1 });
    expect(mqttSecretsNeeded(mqtt())).toEqual([]);
  });

  test('what signs in needs its secret, at the broker and where missed readings come from', () => {
    const backfill = { type: 'broker', url: 'mqtts://archive.example', username: 'desk' };
    const settings = mqtt({ username: 'desk', certificate: 'pem', backfill });
    expect(mqttSecretsNeeded(settings)).toEqual(['password', 'privateKey', 'backfillPassword']);
  });

  test.each(['mqtts://user:secret@broker.example', 'http://broker.example', 'broker.example'])(
    '%s is refused: no secret may be in an address, and the protocol must be known',
    (url) => {
      expect(() => mqtt({ url })).toThrow();
    },
  );
});
