/**
 * What AWS IoT Core's console gives out. "Connect one device" makes `connect_device_package.zip` with
 * `<thing>.cert.pem`, `<thing>.private.key`, `<thing>.public.key`, `<thing>-Policy` and `start.sh` or `start.ps1`, which
 * names the account's endpoint. "Create certificate" gives `<id>-certificate.pem.crt`, `<id>-private.pem.key`,
 * `<id>-public.pem.key` and `AmazonRootCA1.pem`. The PEM files need no rule of their own.
 */

interface AwsPackage {
  readonly endpoint: string;
  /** The sample's own, such as `basicPubSub`, is no name for a desk. */
  readonly clientId: string | null;
}

const ENDPOINT = /--endpoint\s+["']?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?)/i;
const CLIENT_ID = /--client[_-]id\s+["']?([\w:.-]{1,128})/i;
const SAMPLE_CLIENT_ID = 'basicPubSub';

/** @returns `belongs` for a part that says nothing of the connection; null for what is no part of such a package */
export function readAwsPackage(name: string, text: string): AwsPackage | 'belongs' | null {
  if (/\.(sh|ps1|bat)$/i.test(name)) {
    const endpoint = ENDPOINT.exec(text)?.[1];
    if (endpoint === undefined) return null;
    const clientId = CLIENT_ID.exec(text)?.[1] ?? null;
    return {
      endpoint: endpoint.toLowerCase(),
      clientId: clientId === SAMPLE_CLIENT_ID ? null : clientId,
    };
  }
  return /-policy(\.json|\.txt)?$/i.test(name) ? 'belongs' : null;
}
