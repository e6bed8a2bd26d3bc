import path from 'node:path';
import { hostOrKeyFile } from './hostOrKeyFile.ts';
import { keyFileSealer } from './keyFileSealer.ts';
import { SealedSecretStore } from './SealedSecretStore.ts';
import type { HostSealer, SecretStore } from './SecretStore.ts';

/**
 * The data folder's one store of passwords and keys, for every room that has some. Each room keeps its own under its
 * own prefix.
 * @param sealer the host's way of sealing; a key file in the data folder without, or where it would not protect
 */
export function openSecrets(dataDir: string, sealer: HostSealer | undefined): SecretStore {
  const ofKeyFile = keyFileSealer(path.join(dataDir, 'secrets.key'));
  return new SealedSecretStore(
    path.join(dataDir, 'secrets.json'),
    hostOrKeyFile(sealer, ofKeyFile),
  );
}
