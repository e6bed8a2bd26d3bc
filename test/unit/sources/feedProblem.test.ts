import { describe, expect, it } from 'vitest';
import {
  problemOfConfiguration,
  problemOfError,
  problemOfReason,
} from '#engine/sources/feedProblem.ts';

const coded = (code: string | number, message = 'x') => Object.assign(new Error(message), { code });

describe('what went wrong on the way to a broker', () => {
  it.each([
    ['ECONNREFUSED', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ETIMEDOUT', 'unreachable'],
    ['ENOTFOUND', 'nameNotFound'],
    ['EAI_AGAIN', 'nameNotFound'],
    ['ECONNRESET', 'connectionLost'],
    ['EPROTO', 'tlsFailed'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tlsFailed'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'brokerUntrusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'brokerUntrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'brokerUntrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'brokerNameMismatch'],
    ['CERT_HAS_EXPIRED', 'brokerCertificateExpired'],
    ['CERT_NOT_YET_VALID', 'clockWrong'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'clientCertificateRefused'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'clientCertificateRefused'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'clientCertificateRefused'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'clientCertificateRefused'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'clientCertificateRefused'],
    ['ESOMETHINGNEW', 'connectionLost'],
    [0x86, 'credentialsRefused'],
    [4, 'credentialsRefused'],
  ] as const)('%s is %s, in a sentence', (code, expected) => {
    const problem = problemOfError(coded(code));
    expect(problem.code).toBe(expected);
    expect(problem.text).toMatch(/^[A-Z].*\.$/);
  });

  it('knows a dead network by mqtt.js’s own words', () => {
    expect(problemOfError(new Error('Keepalive timeout')).code).toBe('keepAliveTimeout');
  });

  it('keeps a message it does not know, but not a flood of it', () => {
    expect(problemOfError(new Error('y'.repeat(9999)))).toEqual({
      code: 'protocolError',
      text: 'y'.repeat(200),
    });
    expect(problemOfError('thrown text').text).toBe('thrown text');
  });

  it('has a sentence for every reason that a broker may give', () => {
    for (let reason = 1; reason < 256; reason += 1) {
      expect(problemOfReason(reason).text).toMatch(/^[A-Z].*\.$/);
    }
    expect(problemOfReason(0x8e).code).toBe('takenOver');
  });

  it.each([
    ['ERR_OSSL_X509_KEY_VALUES_MISMATCH', 'The key does not belong to the certificate.'],
    ['ERR_OSSL_PEM_NO_START_LINE', 'The certificate, key or authority is not a readable PEM file.'],
    [
      'ERR_OSSL_UNSUPPORTED_DECODER',
      'The certificate, key or authority is not a readable PEM file.',
    ],
    ['ERR_OSSL_BAD_DECRYPT', 'The key is protected by a password.'],
  ])('explains settings that can not work: %s', (code, text) => {
    expect(problemOfConfiguration(coded(code))).toEqual({ code: 'configuration', text });
  });
});
