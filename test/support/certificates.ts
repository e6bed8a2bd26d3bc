/** A throw-away certificate authority with a server's and a client's certificate, made by openssl. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface TestCertificates {
  readonly ca: string;
  /** For 127.0.0.1 and localhost. */
  readonly server: KeyPair;
  /** Of the same authority, for a name that no test connects to. */
  readonly otherServer: KeyPair;
  readonly client: KeyPair;
  /** Of the same authority, for 127.0.0.1, and over since yesterday. */
  readonly expired: KeyPair;
}

/**
 * Each call makes another authority: certificates of one are strangers to the other.
 * @param days how long all of them are valid, from now on
 */
export function makeCertificates(days = 2): TestCertificates {
  const dir = mkdtempSync(join(tmpdir(), 'emberwatch-certificates-'));
  const path = (name: string) => join(dir, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    openssl(
      'req',
      '-x509',
      ...ec,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      String(days),
      '-subj',
      '/CN=test authority',
    );
    const issue = (name: string, extensions: string, valid = days): KeyPair => {
      writeFileSync(path(`${name}.ext`), extensions);
      openssl(
        'req',
        ...ec,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
      );
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.pem`,
        '-days',
        String(valid),
        '-extfile',
        `${name}.ext`,
      );
      return {
        cert: readFileSync(path(`${name}.pem`), 'utf8'),
        key: readFileSync(path(`${name}.key`), 'utf8'),
      };
    };
    return {
      server: issue(
        'server',
        'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n',
      ),
      otherServer: issue(
        'elsewhere',
        'subjectAltName=DNS:elsewhere.example\nextendedKeyUsage=serverAuth\n',
      ),
      client: issue('client', 'extendedKeyUsage=clientAuth\n'),
      expired: issue('expired', 'subjectAltName=IP:127.0.0.1\n', -1),
      ca: readFileSync(path('ca.pem'), 'utf8'),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
