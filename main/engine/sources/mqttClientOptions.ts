import type { IClientOptions } from 'mqtt';
import type { MqttAddress } from './mqttAddress.ts';

/** What a connection to a broker needs besides its address. */
export interface MqttConnection {
  /** Stays the same for the data folder's life: the broker keeps the session under it. */
  readonly clientId: string;
  /** PEM. */
  readonly ca?: string | Uint8Array;
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
  readonly username?: string;
  readonly password?: string;
  /** TLS application protocol; AWS IoT Core on port 443 wants `x-amzn-mqtt-ca` and gets it by itself. */
  readonly alpn?: string;
  readonly sessionExpirySeconds?: number;
  readonly keepAliveSeconds?: number;
  /** How long a broker may take to answer a CONNECT. */
  readonly connectTimeoutMs?: number;
}

/** A dead network is noticed after one and a half of these. */
const KEEP_ALIVE_SECONDS = 20;
const CONNECT_TIMEOUT_MS = 10_000;

function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text);
}

/** Options of mqtt.js for a subscriber whose session the broker keeps. */
export function mqttClientOptions(
  address: MqttAddress,
  connection: MqttConnection,
  protocolVersion: 4 | 5,
  receiveMaximum: number,
): IClientOptions & { readonly protocolVersion: 4 | 5 } {
  const options: IClientOptions & { protocolVersion: 4 | 5 } = {
    protocol: address.protocol,
    host: address.host,
    port: address.port,
    path: address.path,
    clientId: connection.clientId,
    clean: false,
    protocolVersion,
    keepalive: connection.keepAliveSeconds ?? KEEP_ALIVE_SECONDS,
    connectTimeout: connection.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
  };
  if (protocolVersion === 5) {
    options.properties = {
      receiveMaximum,
      sessionExpiryInterval: connection.sessionExpirySeconds ?? 3600,
    };
  }
  const username = connection.username ?? address.username;
  const password = connection.password ?? address.password;
  if (username !== undefined) options.username = username;
  if (password !== undefined) options.password = password;
  if (address.secure) {
    options.rejectUnauthorized = true;
    if (connection.ca !== undefined) options.ca = pem(connection.ca);
    if (connection.cert !== undefined) options.cert = pem(connection.cert);
    if (connection.key !== undefined) options.key = pem(connection.key);
    const alpn = connection.alpn ?? awsAlpn(address);
    if (alpn !== undefined) options.ALPNProtocols = [alpn];
  }
  return options;
}

/** AWS IoT Core serves HTTPS and MQTT on port 443 and tells them apart by this name. */
function awsAlpn(address: MqttAddress): string | undefined {
  const awsOn443 = address.port === 443 && address.host.endsWith('.amazonaws.com');
  return awsOn443 && address.protocol !== 'wss' ? 'x-amzn-mqtt-ca' : undefined;
}
