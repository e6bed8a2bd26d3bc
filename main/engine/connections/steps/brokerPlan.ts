/** The way to a broker: certificate, name, TCP, TLS, MQTT, subscription, and a first message. */
import { isIP } from 'node:net';
import { ownCertificate } from '#shared/connections/connection.ts';
import { type MqttAddress, parseMqttAddress } from '../../sources/mqttAddress.ts';
import type { MqttConnection } from '../../sources/mqttClientOptions.ts';
import { type WayIn, wayIn } from '../../sources/openAwsIot.ts';
import { MqttTrial } from './MqttTrial.ts';
import { tryName, tryTcp, tryTls } from './network.ts';
import { judgeCertificate } from './ownCertificate.ts';
import { type Found, fail, type Plan, type Step, type TestTarget } from './step.ts';

type BrokerSettings = Extract<TestTarget['settings'], { readonly kind: 'mqtt' | 'awsIot' }>;

/** @throws TypeError for an address that can't be read, which the settings' own check has refused before */
export function brokerPlan(target: TestTarget, settings: BrokerSettings): Plan {
  const { url, dial, ...way } = wayOf(target, settings);
  const address = parseMqttAddress(url);
  const connection: MqttConnection = { ...way, clientId: target.clientId };
  const { topicFilter } = settings;
  const trial = new MqttTrial({
    ...target,
    address,
    connection,
    topicFilter,
    ...(dial && { dial }),
    mqtt5Only: settings.kind === 'awsIot',
  });
  const named: readonly Step[] =
    isIP(address.host) === 0 ? [{ id: 'name', run: () => tryName(address.host) }] : [];
  const encrypted: readonly Step[] = address.secure
    ? [{ id: 'tls', run: (signal) => tryTls(address, connection, target.now(), signal) }]
    : [];
  return {
    steps: [
      { id: 'certificate', run: async () => judgeOwn(target, settings, address) },
      ...named,
      { id: 'tcp', run: (signal) => tryTcp(address, signal) },
      ...encrypted,
      { id: 'mqtt', run: (signal) => trial.connect(signal) },
      { id: 'subscribe', run: (signal) => trial.subscribe(signal) },
      { id: 'message', run: (signal) => trial.firstMessage(signal) },
    ],
    close: () => trial.close(),
  };
}

function judgeOwn(
  { unavailable, secrets, now }: TestTarget,
  settings: BrokerSettings,
  { secure }: MqttAddress,
): Found {
  if (unavailable.length > 0) return fail('secretUnavailable');
  const certificate = secure ? ownCertificate(settings) : '';
  const { privateKey = '' } = secrets;
  return judgeCertificate({ certificate, privateKey, ca: secure ? settings.ca : '' }, now());
}

type Way = WayIn & Pick<MqttConnection, 'ca'>;

function wayOf({ secrets, now }: TestTarget, settings: BrokerSettings): Way {
  const ca = settings.ca === '' ? {} : { ca: settings.ca };
  if (settings.kind === 'awsIot') return { ...wayIn(settings, secrets, now), ...ca };
  const { url, username, certificate } = settings;
  return {
    url,
    ...ca,
    ...(username !== '' && { username, password: secrets.password ?? '' }),
    ...(certificate !== '' && { cert: certificate, key: secrets.privateKey ?? '' }),
  };
}
