/** Which addresses and names mean "this machine, and nobody else". */

/**
 * Whether listening on `host` can be reached from this machine only.
 * @param host an IP address, or `localhost`; every other name may resolve to anything and is not loopback.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return (
    name === 'localhost' ||
    name === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name) ||
    /^::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}

/** The name in a `Host` header without its port, or undefined when the header is missing or malformed. */
export function hostNameOf(header: string | undefined): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::\d{1,5})?$/i.exec(header ?? '')?.[1]?.toLowerCase();
}
