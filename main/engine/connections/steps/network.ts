/** Name, TCP and TLS, each for itself: a broker that is only slow, or only unknown, is not mended alike. */
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { MqttAddress } from '../../sources/mqttAddress.ts';
import { type MqttConnection, mqttClientOptions } from '../../sources/mqttClientOptions.ts';
import { dayOf, SOON_DAYS, timeOf } from './ownCertificate.ts';
import { codeOf, HungUp, NoAnswer, settled } from './settled.ts';
import { type Found, fail, ok, warn } from './step.ts';

const STEP_MS = 10_000;
const DAY_MS = 86_400_000;

export async function tryName(host: string): Promise<Found> {
  try {
    const { address } = await lookup(host);
    return ok('nameFound', { host, address });
  } catch (error) {
    const code = codeOf(error);
    return fail(code === 'EAI_AGAIN' ? 'nameServerDown' : 'nameUnknown', { host, code });
  }
}

export async function tryTcp({ host, port }: MqttAddress, signal: AbortSignal): Promise<Found> {
  const socket = connectTcp({ host, port });
  try {
    await settled(socket, 'connect', { withinMs: STEP_MS, signal });
    return ok('tcpOpen', { host, port });
  } catch (error) {
    const code = codeOf(error);
    const values = { host, port, code };
    if (error instanceof NoAnswer || code === 'ETIMEDOUT') return fail('tcpSilent', values);
    return fail(code === 'ECONNREFUSED' ? 'tcpRefused' : 'tcpNoWay', values);
  } finally {
    socket.destroy();
  }
}

/** Takes any certificate, because one that is refused can't be looked at; nothing is sent after it. */
export async function tryTls(
  address: MqttAddress,
  connection: MqttConnection,
  now: number,
  signal: AbortSignal,
): Promise<Found> {
  let socket: TLSSocket | undefined;
  try {
    socket = connectTls(tlsOptions(address, connection));
    await settled(socket, 'secureConnect', { withinMs: STEP_MS, signal, ends: ['close'] });
    return judgeServer(socket, address.host, now);
  } catch (error) {
    return tlsFailure(error, address);
  } finally {
    socket?.destroy();
  }
}

function tlsOptions(address: MqttAddress, connection: MqttConnection): ConnectionOptions {
  const { ca, cert, key, ALPNProtocols } = mqttClientOptions(address, connection, 5, 1);
  return {
    host: address.host,
    port: address.port,
    rejectUnauthorized: false,
    // An address has no name to send; the certificate is checked against it all the same.
    ...(isIP(address.host) === 0 && { servername: address.host }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key: key as string | Buffer }),
    ...(Array.isArray(ALPNProtocols) && { ALPNProtocols: ALPNProtocols.map(String) }),
  };
}

function judgeServer(socket: TLSSocket, host: string, now: number): Found {
  const peer = socket.getPeerCertificate();
  const until = Date.parse(peer.valid_to);
  const values = { host, until: dayOf(until), now: timeOf(now) };
  if (!socket.authorized) {
    const code = codeOf(socket.authorizationError);
    switch (code) {
      case 'ERR_TLS_CERT_ALTNAME_INVALID':
        return fail('tlsOtherName', { ...values, names: namesOf(peer.subjectaltname) });
      case 'CERT_HAS_EXPIRED':
        return fail('tlsExpired', values);
      case 'CERT_NOT_YET_VALID':
        return fail('tlsNotYet', { ...values, from: dayOf(Date.parse(peer.valid_from)) });
      default:
        return fail('tlsUntrusted', { ...values, code, issuer: String(peer.issuer?.CN ?? '') });
    }
  }
  const days = Math.floor((until - now) / DAY_MS);
  const protocol = socket.getProtocol() ?? 'TLS';
  return days < SOON_DAYS
    ? warn('tlsSoon', { ...values, days })
    : ok('tlsGood', { ...values, days, protocol });
}

/** `DNS:broker.example, IP Address:10.0.0.5` as a person reads it. */
const namesOf = (alternatives: string | undefined): string =>
  (alternatives ?? '').replaceAll('DNS:', '').replaceAll('IP Address:', '') || '–';

const PLAIN = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER|EPROTO/;

function tlsFailure(error: unknown, { host, port }: MqttAddress): Found {
  const code = codeOf(error);
  const values = { host, port, code };
  if (error instanceof NoAnswer) return fail('tlsSilent', values);
  if (isOwnRefused(code)) return fail('tlsOwnRefused', values);
  if (error instanceof HungUp || code === 'ECONNRESET' || PLAIN.test(code))
    return fail('tlsPlain', values);
  return fail('tlsFailed', values);
}

/** The alert with which the other side says what it thinks of our certificate. */
const isOwnRefused = (code: string): boolean =>
  /ALERT_.*(CERTIFICATE|UNKNOWN_CA)|HANDSHAKE_FAILURE/.test(code);
