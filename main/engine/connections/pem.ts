/** What stands in PEM text (RFC 7468), told by its labels, and whether a key and a certificate belong together. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

type PemKind = 'certificate' | 'privateKey' | 'encryptedKey' | 'publicKey' | 'other';

export interface PemBlock {
  readonly kind: PemKind;
  readonly text: string;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,60})-----[\s\S]*?-----END \1-----/g;

/** Every block, in its order. What stands around them is no part of PEM, and is often a description. */
export function pemBlocks(text: string): readonly PemBlock[] {
  return [...text.matchAll(BLOCK)].map(([block, label = '']) => ({
    kind: kindOf(label, block),
    text: block,
  }));
}

function kindOf(label: string, block: string): PemKind {
  if (label === 'ENCRYPTED PRIVATE KEY') return 'encryptedKey';
  // The older form keeps its label and says in a header that it is encrypted (RFC 1421).
  if (label.endsWith('PRIVATE KEY'))
    return block.includes('Proc-Type: 4,ENCRYPTED') ? 'encryptedKey' : 'privateKey';
  if (label === 'CERTIFICATE' || label === 'X509 CERTIFICATE' || label === 'TRUSTED CERTIFICATE')
    return 'certificate';
  return label.endsWith('PUBLIC KEY') ? 'publicKey' : 'other';
}

/** @returns null when it can't be read, which OpenSSL's own words say little about */
export function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

/** @returns why it can't be used instead of the key */
export function readKey(
  pem: string,
  passphrase?: string,
): KeyObject | 'encrypted' | 'wrongPassphrase' | 'unreadable' {
  try {
    return createPrivateKey({ key: pem, ...(passphrase ? { passphrase } : {}) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const encrypted = pemBlocks(pem).some(({ kind }) => kind === 'encryptedKey');
    if (code === 'ERR_MISSING_PASSPHRASE' || (encrypted && !passphrase)) return 'encrypted';
    return encrypted ? 'wrongPassphrase' : 'unreadable';
  }
}
