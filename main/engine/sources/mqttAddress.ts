const DEFAULT_PORTS = {
  mqtt: 1883,
  tcp: 1883,
  mqtts: 8883,
  ssl: 8883,
  ws: 80,
  wss: 443,
} as const;
type MqttProtocol = keyof typeof DEFAULT_PORTS;

export interface MqttAddress {
  readonly protocol: MqttProtocol;
  readonly host: string;
  readonly port: number;
  /** For WebSocket only. */
  readonly path: string;
  readonly secure: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** For screens and logs: never holds a user name, a password or a query. */
  readonly display: string;
}

function isProtocol(name: string): name is MqttProtocol {
  return Object.hasOwn(DEFAULT_PORTS, name);
}

/**
 * Reads `mqtt://host:1883`, `mqtts://…`, `ws://…/path`, `wss://…/path`, with or without `user:password@`.
 * @throws TypeError whose message does not repeat the address, which may hold a password
 */
export function parseMqttAddress(url: string): MqttAddress {
  if (!URL.canParse(url)) throw new TypeError('The broker address is not a URL.');
  const parsed = new URL(url);
  const protocol = parsed.protocol.slice(0, -1);
  if (!isProtocol(protocol)) {
    throw new TypeError(
      `The broker address must begin with ${Object.keys(DEFAULT_PORTS).join('://, ')}://.`,
    );
  }
  if (parsed.hostname === '') throw new TypeError('The broker address names no host.');
  const port = parsed.port === '' ? DEFAULT_PORTS[protocol] : Number(parsed.port);
  const webSocket = protocol === 'ws' || protocol === 'wss';
  const path = webSocket ? parsed.pathname || '/' : '';
  return {
    protocol,
    // A socket wants an IPv6 address without the brackets that a URL needs.
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port,
    path,
    secure: protocol === 'mqtts' || protocol === 'ssl' || protocol === 'wss',
    username: parsed.username === '' ? undefined : decodeURIComponent(parsed.username),
    password: parsed.password === '' ? undefined : decodeURIComponent(parsed.password),
    display: `${protocol}://${parsed.hostname}:${port}${path}`,
  };
}
