import { createTransport } from 'nodemailer';
import type { EmailChannelSettings } from '#shared/notifications/channel.ts';
import { type Channel, DELIVERED, type OutgoingMessage, type Receipt } from './Channel.ts';
import { smtpProblem } from './smtpProblem.ts';

const TIMEOUTS = {
  dnsTimeout: 5_000,
  connectionTimeout: 8_000,
  greetingTimeout: 8_000,
  socketTimeout: 15_000,
};

export interface EmailParts {
  readonly settings: EmailChannelSettings;
  /** Empty where the server asks for no sign-in. */
  readonly password: string;
  readonly timeouts?: Partial<typeof TIMEOUTS>;
}

/** Plain text over SMTP. Not HTML: what a device calls itself must stay text. */
export class EmailChannel implements Channel {
  readonly #parts: EmailParts;

  constructor(parts: EmailParts) {
    this.#parts = parts;
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    const { settings } = this.#parts;
    // A connection for each message: after minutes of silence a kept one is dead as often as not.
    const transport = createTransport(this.#options());
    try {
      const to = message.to ?? settings.recipients[message.topic];
      const { accepted, rejected } = await transport.sendMail({
        from: { name: 'Emberwatch', address: settings.from },
        to: [...to],
        subject: message.texts.subject,
        text: message.texts.full,
        // The same message sent again after a doubt is one message in the mailbox.
        messageId: `<${message.id}@emberwatch>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Priority': '1' },
        signal,
      });
      if (rejected.length === 0) return DELIVERED;
      const reached = to.filter((address) => accepted.includes(address));
      return { partly: { code: 'recipientRefused', detail: rejected.join(', '), reached } };
    } catch (error) {
      throw smtpProblem(error);
    } finally {
      transport.close();
    }
  }

  close(): void {}

  #options() {
    const { settings, password, timeouts } = this.#parts;
    const { host, port, security, username, ca } = settings;
    return {
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(username !== '' && { auth: { user: username, pass: password } }),
      tls: { minVersion: 'TLSv1.2' as const, ...(ca !== '' && { ca }) },
      // Nothing in a message may make the desk read a file or ask another machine.
      disableFileAccess: true,
      disableUrlAccess: true,
      ...TIMEOUTS,
      ...timeouts,
    };
  }
}
