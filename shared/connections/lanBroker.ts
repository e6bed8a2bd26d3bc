/**
 * The broker inside the desk, for the day the cloud is gone: what an administrator says of it, and what a device may do
 * there. Keys and devices' secrets are kept apart and never read back.
 */
import { z } from 'zod';
import { deviceLevelOf } from '../telemetry/deviceTopic.ts';

/** A name or an address of IP version 4 or 6, without a port. */
const Host = z
  .string()
  .trim()
  .max(253)
  .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+)$/);

/** The registered port of MQTT over TLS. */
const LAN_BROKER_PORT = 8883;

const LanBrokerCertificate = z.discriminatedUnion('type', [
  /**
   * Made by the desk, signed by an authority that only this desk has. `names` are more names and addresses that devices
   * call it by, beside its own.
   */
  z.strictObject({ type: z.literal('own'), names: z.array(Host).max(16).default([]) }),
  /** The building's own, PEM, the server's first; its key is a secret. */
  z.strictObject({ type: z.literal('given'), chain: z.string().trim().min(1).max(20_000) }),
]);

export const LanBrokerSettings = z.strictObject({
  kind: z.literal('lanBroker'),
  /** The address of this machine to listen on; all of them unless said otherwise. */
  host: Host.default('0.0.0.0'),
  port: z.number().int().min(1).max(65_535).default(LAN_BROKER_PORT),
  certificate: LanBrokerCertificate.default({ type: 'own', names: [] }),
  /** Lets gateways find it by multicast DNS, as `_secure-mqtt._tcp`. */
  announce: z.boolean().default(true),
});
export type LanBrokerSettings = z.output<typeof LanBrokerSettings>;

export const LAN_BROKER_SECRETS = ['privateKey'] as const;
type LanBrokerSecret = (typeof LAN_BROKER_SECRETS)[number];

/** The secrets that these settings can't do without. */
export function lanBrokerSecrets(
  settings: Pick<LanBrokerSettings, 'certificate'>,
): readonly LanBrokerSecret[] {
  return settings.certificate.type === 'given' ? ['privateKey'] : [];
}

/** What a device or gateway that has signed in may publish for. */
export interface LanIdentity {
  readonly name: string;
  readonly devices: ReadonlySet<string>;
}

/** A device may publish its own readings, a gateway those of the devices it was given; nobody anything else. */
export function mayPublish(identity: LanIdentity, topic: string): boolean {
  const device = deviceLevelOf(topic);
  return device !== undefined && identity.devices.has(device);
}
