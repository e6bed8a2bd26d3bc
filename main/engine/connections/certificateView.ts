import { X509Certificate } from 'node:crypto';
import type { CertificateView } from '#shared/contract/connectionViews.ts';

/** @param pem the first certificate in it is meant. @returns null when there is none that can be read */
export function certificateView(pem: string): CertificateView | null {
  if (pem === '') return null;
  try {
    const certificate = new X509Certificate(pem);
    return {
      subject: nameOf(certificate.subject),
      issuer: nameOf(certificate.issuer),
      notBefore: Date.parse(certificate.validFrom),
      notAfter: Date.parse(certificate.validTo),
    };
  } catch {
    return null;
  }
}

/** The common name where there is one; AWS IoT's certificates are all called "AWS IoT Certificate". */
const nameOf = (distinguished: string): string =>
  /^CN=(.+)$/m.exec(distinguished)?.[1] ?? distinguished.replaceAll('\n', ', ');
