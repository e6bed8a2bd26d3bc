import { hostname, networkInterfaces } from 'node:os';

/** What this machine may be called on its network: its name, with and without the domain of multicast DNS, its addresses. */
export function machineNames(extra: readonly string[]): readonly string[] {
  const name = hostname();
  const addresses = Object.values(networkInterfaces())
    .flatMap((addressesOfOne) => addressesOfOne ?? [])
    // A link-local address of version 6 needs its interface's name besides, which no certificate can carry.
    .filter(({ family, address }) => family === 'IPv4' || !address.startsWith('fe80'))
    .map(({ address }) => address);
  const dns = name === '' ? [] : [name, ...(name.includes('.') ? [] : [`${name}.local`])];
  return [...new Set([...extra, ...dns, 'localhost', ...addresses])];
}
