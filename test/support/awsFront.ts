/**
 * The outer side of AWS IoT Core, as far as it can be had here: TLS that tells protocols apart by ALPN and wants SNI and
 * a client certificate, or MQTT inside a WebSocket. What is behind it is a broker of the test's.
 */
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { TestCertificates } from './certificates.ts';

interface Seen {
  readonly alpn: string | false | null;
  readonly serverName: string | false;
  /** Common name of the client's certificate. */
  readonly client: string | undefined;
  /** Of a WebSocket's request. */
  readonly url?: string;
  readonly host?: string | undefined;
}

export interface AwsFront {
  readonly port: number;
  readonly seen: readonly Seen[];
  stop(): Promise<void>;
}

interface FrontOptions {
  readonly certificates: TestCertificates;
  /** The broker behind it: `mqtt://127.0.0.1:<port>`. */
  readonly broker: string;
  /** Answers WebSocket requests with this status instead. */
  readonly refuse?: number;
}

export function startTlsFront({ certificates, broker }: FrontOptions): Promise<AwsFront> {
  const seen: Seen[] = [];
  const server = createTlsServer(
    {
      ...certificates.server,
      ca: certificates.ca,
      requestCert: true,
      // A custom authoriser is reached without a certificate.
      rejectUnauthorized: false,
      ALPNProtocols: ['x-amzn-mqtt-ca', 'mqtt'],
    },
    (socket) => {
      seen.push(seenOf(socket));
      pipeToBroker(socket, broker);
    },
  );
  return listening(server, seen);
}

export function startWebSocketFront(options: FrontOptions): Promise<AwsFront> {
  const { certificates, broker, refuse } = options;
  const seen: Seen[] = [];
  const server = createHttpsServer(certificates.server);
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'mqtt' });
  server.on('upgrade', (request, socket, head) => {
    const tls = seenOf(socket as TLSSocket);
    seen.push({ ...tls, url: request.url ?? '', host: request.headers.host });
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      pipeToBroker(createWebSocketStream(webSocket), broker),
    );
  });
  return listening(server, seen);
}

/** AWS IoT's credential endpoint: lends what is asked for with the desk's certificate, until the given moment. */
export function startCredentialEndpoint(parts: {
  readonly certificates: TestCertificates;
  readonly expiration: string;
}): Promise<AwsFront> {
  const { certificates, expiration } = parts;
  const seen: Seen[] = [];
  const server = createHttpsServer(
    { ...certificates.server, ca: certificates.ca, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      seen.push({ ...seenOf(request.socket as TLSSocket), url: request.url ?? '' });
      const credentials = {
        accessKeyId: 'ASIALENT',
        secretAccessKey: 'lent',
        sessionToken: `token-${seen.length}`,
        expiration,
      };
      response.end(JSON.stringify({ credentials }));
    },
  );
  return listening(server, seen);
}

function seenOf(socket: TLSSocket): Seen {
  // Node gives an empty object when there is none.
  const name: unknown = socket.getPeerCertificate().subject?.CN;
  return {
    alpn: socket.alpnProtocol,
    serverName: (socket as unknown as { readonly servername: string | false }).servername,
    client: typeof name === 'string' ? name : undefined,
  };
}

function pipeToBroker(outer: NodeJS.ReadWriteStream, broker: string): void {
  const inner = connect(Number(new URL(broker).port), '127.0.0.1');
  const end = () => {
    inner.destroy();
    outer.end();
  };
  outer.on('error', end).on('close', end);
  inner.on('error', end).on('close', end);
  outer.pipe(inner);
  inner.pipe(outer);
}

function listening(
  server: ReturnType<typeof createTlsServer>,
  seen: readonly Seen[],
): Promise<AwsFront> {
  const open = new Set<{ destroy(): void }>();
  server.on('connection', (socket: { destroy(): void }) => open.add(socket));
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      resolve({
        port: address.port,
        seen,
        stop: () => {
          for (const socket of open) socket.destroy();
          return new Promise((done) => server.close(() => done()));
        },
      });
    });
  });
}
