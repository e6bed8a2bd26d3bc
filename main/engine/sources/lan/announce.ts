import { hostname, networkInterfaces } from 'node:os';
import multicastDns, { type Options, type ResponseOutgoingPacket } from 'multicast-dns';
import type { Logger } from '../../log.ts';
import { systemTimers, type Timers } from '../timers.ts';

/** Registered at IANA for MQTT over TLS. */
const SERVICE = '_secure-mqtt._tcp.local';
const SERVICE_LIST = '_services._dns-sd._udp.local';
/** RFC 6762, 10: of records with a host's name in them, and of the others. */
const HOST_TTL_S = 120;
const OTHER_TTL_S = 4_500;
/** RFC 6762, 8.3: an announcement is said twice, a second apart. */
const AGAIN_MS = 1_000;

type Answer = ResponseOutgoingPacket['answers'][number];

/** Lets gateways find a broker. @returns what takes it back */
export type Announce = (port: number) => () => Promise<void>;

/**
 * Announces the broker by multicast DNS (RFC 6762, 6763). A network that doesn't allow it is no reason to stop: whoever
 * knows the address still gets in.
 * @param options of the library, so that a test stays on the loopback
 */
export function announceByMdns(parts: {
  readonly log: Logger;
  readonly options?: Options;
  readonly timers?: Timers;
}): Announce {
  const { log, options = {}, timers = systemTimers } = parts;
  return (port) => {
    const mdns = multicastDns(options);
    const failed = (error: unknown) =>
      log.warn({ err: error }, 'the broker could not be announced by multicast DNS');
    mdns.on('error', failed);
    mdns.on('query', ({ questions = [] }) => {
      const answers = serviceRecords(port).filter((record) =>
        questions.some(({ name, type }) => asksFor(name, type, record)),
      );
      if (answers.length > 0) mdns.respond(answers);
    });
    const say = () => mdns.respond(serviceRecords(port));
    mdns.on('ready', say);
    const cancel = timers.after(AGAIN_MS, say);
    return () =>
      new Promise((resolve) => {
        cancel();
        // Goodbye (10.1): nobody connects to what is gone. The answer of the socket is not waited for longer than it takes.
        const end = () => mdns.destroy(() => resolve());
        const gone = serviceRecords(port).map((record) => ({ ...record, ttl: 0 }) as Answer);
        mdns.respond(gone, end);
      });
  };
}

function asksFor(name: string, type: string, record: Answer): boolean {
  // Names in DNS don't tell small letters from capitals.
  return (
    name.toLowerCase() === record.name.toLowerCase() && (type === 'ANY' || type === record.type)
  );
}

/** What is said of the broker now: the machine's addresses change. */
function serviceRecords(port: number): Answer[] {
  // One label: whatever follows a dot is another network's business.
  const label = hostname().split('.')[0] || 'emberwatch';
  const target = `${label}.local`;
  const instance = `Emberwatch ${label}.${SERVICE}`;
  return [
    { name: SERVICE_LIST, type: 'PTR', ttl: OTHER_TTL_S, data: SERVICE },
    { name: SERVICE, type: 'PTR', ttl: OTHER_TTL_S, data: instance },
    {
      name: instance,
      type: 'SRV',
      ttl: HOST_TTL_S,
      data: { target, port, priority: 0, weight: 0 },
    },
    {
      name: instance,
      type: 'TXT',
      ttl: OTHER_TTL_S,
      data: ['topic=fire-prediction/device/{id}/data'],
    },
    ...addresses(target),
  ];
}

function addresses(name: string): Answer[] {
  return Object.values(networkInterfaces())
    .flatMap((ofOne) => ofOne ?? [])
    .filter(({ internal }) => !internal)
    .map(({ family, address }) => ({
      name,
      type: family === 'IPv4' ? 'A' : 'AAAA',
      ttl: HOST_TTL_S,
      data: address,
    }));
}
