/** HTTP as text over a socket, for what no well behaved client would send. */
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends bytes and reads until the other side closes or has sent one whole answer. */
export function rawHttp(url: string, request: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host: hostname, port: Number(port) });
    const settle = () => {
      socket.destroy();
      resolve(parse(received));
    };
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      received += text;
      if (isWhole(received)) settle();
    });
    socket.on('error', settle);
    socket.on('close', settle);
    socket.write(request);
  });
}

function isWhole(received: string): boolean {
  const { status, head, body } = parse(received);
  if (status === 0) return false;
  if (status === 101 || /^transfer-encoding: chunked/im.test(head)) return true;
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return length !== undefined && body.length >= Number(length);
}

function parse(received: string): RawAnswer {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return { status: 0, head: received, body: '' };
  const head = received.slice(0, end);
  return { status: Number(head.split(' ')[1]), head, body: received.slice(end + 4) };
}

/** A request of one header block, and a body when there is one. */
export function request(
  line: string,
  headers: Readonly<Record<string, string | number>> = {},
  body = '',
): string {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers }).map(([k, v]) => `${k}: ${v}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
