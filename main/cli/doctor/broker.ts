/** The way to a broker, one step at a time, so that the first one that fails names what to mend. */
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type PeerCertificate } from 'node:tls';
import { connect as connectMqtt, type MqttClient } from 'mqtt';
import type { MqttConnection } from '#engine/Engine.ts';
import { type MqttAddress, parseMqttAddress } from '#engine/sources/mqttAddress.ts';
import { mqttClientOptions } from '#engine/sources/mqttClientOptions.ts';
import { messageOf } from '../options.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const STEP_MS = 10_000;
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

export interface BrokerCheck {
  readonly connection: MqttConnection;
  readonly topicFilter: string;
  readonly now: number;
}

/** Stops at the first step that fails: the later ones would only fail with it. */
export async function checkBroker(check: BrokerCheck): Promise<readonly Finding[]> {
  const address = parseMqttAddress(check.connection.url);
  const steps = [checkName, checkTcp, ...(address.secure ? [checkTls] : []), checkMqtt];
  const findings: Finding[] = [];
  for (const step of steps) {
    findings.push(...(await step(address, check)));
    if (findings.at(-1)?.level === 'fail') break;
  }
  return findings;
}

type Step = (address: MqttAddress, check: BrokerCheck) => Promise<readonly Finding[]>;

const checkName: Step = async ({ host, display: broker }) => {
  try {
    const { address } = await lookup(host);
    return [ok('brokerName', { broker, address })];
  } catch (error) {
    return [fail('brokerNameUnknown', { broker, problem: codeOf(error) })];
  }
};

const checkTcp: Step = async ({ host, port, display: broker }) => {
  const socket = connectTcp({ host, port });
  try {
    await settled(socket, 'connect');
    return [ok('brokerTcp', { broker, port })];
  } catch (error) {
    return [fail('brokerTcpRefused', { broker, port, problem: codeOf(error) })];
  } finally {
    socket.destroy();
  }
};

const checkTls: Step = async (address, { connection, now }) => {
  const broker = address.display;
  try {
    const { ca, cert, key, ALPNProtocols } = mqttOptions(address, connection, 5);
    const secure: ConnectionOptions = { host: address.host, port: address.port };
    // An address has no name to send; the certificate is checked against it all the same.
    if (isIP(address.host) === 0) secure.servername = address.host;
    if (ca !== undefined) secure.ca = ca;
    if (cert !== undefined) secure.cert = cert;
    if (key !== undefined) secure.key = key as string | Buffer;
    if (Array.isArray(ALPNProtocols)) secure.ALPNProtocols = ALPNProtocols.map(String);
    const socket = connectTls(secure);
    try {
      await settled(socket, 'secureConnect');
      const days = daysLeft(socket.getPeerCertificate(), now);
      const values = { broker, days };
      return [days < SOON_DAYS ? warn('brokerTlsSoon', values) : ok('brokerTls', values)];
    } finally {
      socket.destroy();
    }
  } catch (error) {
    return [fail('brokerTlsRefused', { broker, problem: codeOf(error) })];
  }
};

const checkMqtt: Step = async (address, { connection, topicFilter }) => {
  const broker = address.display;
  let problem = '';
  for (const version of [5, 4] as const) {
    const client = connectMqtt({
      ...mqttOptions(address, connection, version),
      // A name of its own and no session: the desk that may be running keeps its own.
      clientId: `emberwatch-doctor-${process.pid}`,
      clean: true,
      properties: {},
      reconnectPeriod: 0,
      connectTimeout: STEP_MS,
    });
    try {
      await settled(client, 'connect', 'close');
      return [
        ok('brokerMqtt', { broker, version: version === 5 ? '5' : '3.1.1' }),
        await checkSubscribe(client, broker, topicFilter),
      ];
    } catch (error) {
      problem = codeOf(error);
    } finally {
      client.end(true);
    }
  }
  return [fail('brokerMqttRefused', { broker, problem })];
};

async function checkSubscribe(client: MqttClient, broker: string, topic: string): Promise<Finding> {
  try {
    const [granted] = await client.subscribeAsync(topic, { qos: 1 });
    if (granted !== undefined && granted.qos < 128) return ok('brokerSubscribe', { broker, topic });
    return fail('brokerSubscribeRefused', { broker, topic, problem: 'not authorized' });
  } catch (error) {
    return fail('brokerSubscribeRefused', { broker, topic, problem: messageOf(error) });
  }
}

function mqttOptions(
  address: MqttAddress,
  { url: _url, ...connection }: MqttConnection,
  version: 4 | 5,
) {
  return mqttClientOptions(address, { ...connection, clientId: '' }, version, 1);
}

interface Connecting {
  on(event: string, listener: (error?: Error) => void): unknown;
  once(event: string, listener: (error?: Error) => void): unknown;
}

/** Settles when `event` happens, and fails at an error, at one of `ends`, or when it takes too long. */
function settled(emitter: Connecting, event: string, ...ends: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), STEP_MS);
    const settle = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    emitter.once(event, settle(resolve));
    // `on`: a second error with nobody listening would end the process.
    emitter.on('error', (error) => settle(() => reject(error))());
    for (const end of ends)
      emitter.once(
        end,
        settle(() => reject(new Error('connection closed'))),
      );
  });
}

const daysLeft = ({ valid_to }: PeerCertificate, now: number): number =>
  Math.floor((Date.parse(valid_to) - now) / DAY_MS);

/** The system's short code where there is one; several addresses tried give several errors in one. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return messageOf(error);
}
