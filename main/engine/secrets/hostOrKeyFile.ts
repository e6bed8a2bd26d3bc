import type { HostSealer, SecretSealer } from './SecretStore.ts';

/** Who sealed it stands in front of it, because a keyring may come, or go, between two starts. */
const BY_HOST = 'host:';
const BY_KEY_FILE = 'key:';

/** Seals with what the host offers, and with a key file where it offers nothing, or nothing that protects. */
export function hostOrKeyFile(host: HostSealer | undefined, keyFile: SecretSealer): SecretSealer {
  return {
    async seal(name, secret) {
      const sealed = (await host?.seal(name, secret)) ?? null;
      return sealed === null
        ? `${BY_KEY_FILE}${await keyFile.seal(name, secret)}`
        : `${BY_HOST}${sealed}`;
    },
    async open(name, sealed) {
      if (host && sealed.startsWith(BY_HOST)) return host.open(name, sealed.slice(BY_HOST.length));
      return keyFile.open(name, sealed.replace(BY_KEY_FILE, ''));
    },
  };
}
