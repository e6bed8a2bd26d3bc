/** A mail server of its own: enough of RFC 5321, STARTTLS and AUTH LOGIN/PLAIN to be lied to by nobody. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';

export interface SmtpOptions {
  /** Certificate and key: offers STARTTLS, or speaks TLS from the first byte. */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly implicitTls?: boolean;
  readonly user?: string;
  readonly password?: string;
  /** The answer to a command that begins so, instead of the right one; `null` is no answer at all. */
  readonly say?: Readonly<Record<string, string | null>>;
}

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
  readonly encrypted: boolean;
  readonly user: string | null;
}

export class SmtpServer {
  readonly mails: Mail[] = [];
  readonly #options: SmtpOptions;
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  private constructor(options: SmtpOptions) {
    this.#options = options;
    this.#server =
      options.implicitTls && options.tls
        ? tls.createServer(options.tls, (socket) => this.#talk(socket, true))
        : net.createServer((socket) => this.#talk(socket, false));
    // A client that refuses the certificate ends the connection with an alert.
    this.#server.on('tlsClientError', () => undefined);
  }

  static async start(options: SmtpOptions = {}): Promise<SmtpServer> {
    const smtp = new SmtpServer(options);
    smtp.#server.listen(0, '127.0.0.1');
    await once(smtp.#server, 'listening');
    return smtp;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #talk(socket: net.Socket, encrypted: boolean, greet = true): void {
    const { say = {}, user, password, tls: own } = this.#options;
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    const send = (line: string) => socket.write(`${line}\r\n`);
    let from = '';
    let to: string[] = [];
    let signedIn: string | null = null;
    let login: string[] | null = null;
    let data: string[] | null = null;

    const check = (given: string, secret: string) => {
      const right = given === user && secret === password;
      if (right) signedIn = given;
      send(right ? '235 2.7.0 ok' : '535 5.7.8 bad credentials');
    };
    const command = (line: string): void => {
      const said = Object.entries(say).find(([begin]) => line.toUpperCase().startsWith(begin));
      if (said) {
        if (said[1] !== null) send(said[1]);
        return;
      }
      if (login) {
        login.push(Buffer.from(line, 'base64').toString('utf8'));
        if (login.length === 1) return void send('334 UGFzc3dvcmQ6');
        check(login[0]!, login[1]!);
        login = null;
        return;
      }
      const [verb = ''] = line.toUpperCase().split(' ');
      if (verb === 'EHLO') {
        const offers = ['8BITMIME', 'SMTPUTF8'];
        if (own && !encrypted) offers.push('STARTTLS');
        if (user !== undefined) offers.push('AUTH PLAIN LOGIN');
        send('250-mail.example');
        for (const [index, offer] of offers.entries())
          send(`250${index === offers.length - 1 ? ' ' : '-'}${offer}`);
      } else if (verb === 'STARTTLS' && own && !encrypted) {
        send('220 go ahead');
        socket.removeAllListeners('data');
        const secure = new tls.TLSSocket(socket, { isServer: true, ...own });
        this.#talk(secure, true, false);
      } else if (verb === 'AUTH') {
        const plain = /^AUTH PLAIN (\S+)$/i.exec(line)?.[1];
        if (plain === undefined) {
          login = [];
          return void send('334 VXNlcm5hbWU6');
        }
        const [, name = '', secret = ''] = Buffer.from(plain, 'base64')
          .toString('utf8')
          .split('\0');
        check(name, secret);
      } else if (verb === 'MAIL') {
        if (user !== undefined && signedIn === null) return void send('530 5.7.0 sign in first');
        from = /<([^>]*)>/.exec(line)?.[1] ?? '';
        to = [];
        send('250 ok');
      } else if (verb === 'RCPT') {
        const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
        if (address.startsWith('nobody@')) return void send('550 5.1.1 no such person');
        to.push(address);
        send('250 ok');
      } else if (verb === 'DATA') {
        data = [];
        send('354 go on');
      } else if (verb === 'QUIT') {
        send('221 bye');
        socket.end();
      } else send('502 what?');
    };

    let rest = '';
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('utf8');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data === null) command(line);
        else if (line === '.') {
          const done = say['.'] ?? '250 taken';
          if (done.startsWith('2'))
            this.mails.push({ from, to, data: data.join('\r\n'), encrypted, user: signedIn });
          data = null;
          send(done);
        } else data.push(line.replace(/^\./, ''));
      }
    });
    if (greet && say['GREETING'] !== null) send(say['GREETING'] ?? '220 mail.example ESMTP');
  }
}

/** The decoded text of a mail with one part, and its headers unfolded. */
export function readMail({ data }: Mail): { headers: Record<string, string>; text: string } {
  const split = data.indexOf('\r\n\r\n');
  const headers = Object.fromEntries(
    data
      .slice(0, split)
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
  const body = data.slice(split + 4);
  const encoding = headers['content-transfer-encoding'];
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : encoding === 'quoted-printable'
        ? quotedPrintable(body)
        : body;
  return { headers, text: text.replace(/\r\n/g, '\n') };
}

function quotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** RFC 2047 words of a header. */
export function readWords(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('latin1')
        : word
            .replace(/_/g, ' ')
            .replace(/=([0-9A-F]{2})/gi, (__, hex: string) =>
              String.fromCharCode(Number.parseInt(hex, 16)),
            ),
    );
}
