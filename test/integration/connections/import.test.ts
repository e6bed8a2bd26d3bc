/** Files that people get for a connection: told by what is in them, and refused with what is wrong with them. */
import { execFileSync } from 'node:child_process';
import { zipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { readImport } from '#engine/connections/readImport.ts';
import { makeCertificates, type TestCertificates } from '../../support/certificates.ts';

let mine: TestCertificates;
let others: TestCertificates;
beforeAll(() => {
  mine = makeCertificates();
  others = makeCertificates();
});

const bytes = (text: string) => new TextEncoder().encode(text);
function read(files: Record<string, string | Uint8Array>, passphrase = '', now = Date.now()) {
  const given = Object.entries(files).map(([name, content]) => ({
    name,
    bytes: typeof content === 'string' ? bytes(content) : content,
  }));
  return readImport(given, { passphrase, now });
}
const codes = (...asked: Parameters<typeof read>) =>
  read(...asked).problems.map(({ code }) => code);

test('certificate, key and authority are told apart whatever their files are called', () => {
  const { proposal, secrets, problems } = read({
    'key.pem': mine.client.cert,
    'certificate.pem': mine.client.key,
    'readme.pem': `Bag Attributes\n${mine.ca}`,
  });
  expect(problems).toEqual([]);
  expect(proposal.certificate).toBe(mine.client.cert.trim());
  expect(proposal.ca).toBe(mine.ca.trim());
  expect(secrets.privateKey).toContain('BEGIN PRIVATE KEY');
  // All in one file is as good.
  expect(codes({ 'all.pem': mine.client.cert + mine.client.key + mine.ca })).toEqual([]);
});

test('a key that belongs to another certificate, half a pair, and a public key', () => {
  expect(read({ a: mine.client.cert, b: others.client.key })).toMatchObject({
    problems: [{ code: 'wrongPair', file: 'a', detail: 'b' }],
    secrets: {},
  });
  expect(codes({ a: mine.client.cert })).toEqual(['keyMissing']);
  expect(codes({ a: mine.client.key })).toEqual(['certificateMissing']);
  const input = mine.client.key;
  const publicKey = execFileSync('openssl', ['pkey', '-pubout'], { input, encoding: 'utf8' });
  expect(codes({ a: mine.client.cert, b: publicKey })).toEqual(['publicKeyOnly']);
  // The pair is found among others.
  const { proposal } = read({ a: others.client.cert, b: mine.client.cert, c: mine.client.key });
  expect(proposal.certificate).toBe(mine.client.cert.trim());
});

test('a locked key is opened with its passphrase, and kept without', () => {
  const locked = execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:open sesame'], {
    input: mine.client.key,
    encoding: 'utf8',
  });
  const files = { 'c.pem': mine.client.cert, 'k.pem': locked };
  expect(codes(files)).toEqual(['keyEncrypted']);
  expect(codes(files, 'open barley')).toEqual(['wrongPassphrase']);
  const { secrets, problems } = read(files, 'open sesame');
  expect(problems).toEqual([]);
  expect(secrets.privateKey).toMatch(/^-----BEGIN PRIVATE KEY/);
});

test('what is over, or not yet valid, is said and can be used', () => {
  const pair = { c: mine.client.cert, k: mine.client.key };
  expect(codes(pair, '', Date.now() + 10 * 86_400_000)).toEqual(['certificateExpired']);
  expect(codes(pair, '', Date.now() - 10 * 86_400_000)).toEqual(['certificateNotYet']);
});

test('AWS IoT’s own package: its files and the endpoint of its script', () => {
  const { cert, key } = mine.client;
  const zip = zipSync({
    'desk.cert.pem': bytes(cert),
    'desk.private.key': bytes(key),
    'desk.public.key': bytes('-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n'),
    'desk-Policy': bytes('{"Version":"2012-10-17","Statement":[]}'),
    'start.sh': bytes(
      '# run\npython3 samples/pubsub.py --endpoint a1b2c3-ats.iot.ap-northeast-2.amazonaws.com --ca_file root-CA.crt --cert desk.cert.pem --key desk.private.key --client_id basicPubSub --topic sdk/test/python --count 0\n',
    ),
  });
  const { proposal, secrets, problems } = read({ 'connect_device_package.zip': zip });
  expect(problems).toEqual([]);
  expect(proposal).toMatchObject({
    kind: 'awsIot',
    endpoint: 'a1b2c3-ats.iot.ap-northeast-2.amazonaws.com',
    certificate: cert.trim(),
    // Of the sample: no name for a desk.
    clientId: null,
    topicFilter: null,
  });
  expect(secrets.privateKey).toBeDefined();
});

test('a connection bundle, alone and with its files beside it in a zip', () => {
  const bundle = {
    format: 'emberwatch-connection',
    version: 1,
    name: '본관',
    endpoint: 'mqtts://broker.example:8883',
    topic: 'fire-prediction/device/+/data',
    username: 'desk',
    password: 'hidden',
    certificate: mine.client.cert,
    privateKey: mine.client.key,
  };
  const whole = read({ 'bundle.json': JSON.stringify(bundle) });
  expect(whole.problems).toEqual([]);
  expect(whole.proposal).toMatchObject({ kind: 'mqtt', name: '본관', username: 'desk' });
  expect(whole.secrets).toMatchObject({ password: 'hidden' });

  const parts = { ...bundle, certificate: 'desk.crt', privateKey: 'desk.key' };
  const zip = zipSync({
    'b/bundle.json': bytes(JSON.stringify(parts)),
    'b/desk.crt': bytes(mine.client.cert),
    'b/desk.key': bytes(mine.client.key),
  });
  expect(read({ 'b.zip': zip }).proposal.certificate).toBe(mine.client.cert.trim());
  expect(read({ 'bundle.json': JSON.stringify(parts) }).problems).toEqual([
    { code: 'badBundle', file: 'bundle.json', detail: 'desk.crt' },
  ]);
  expect(read({ 'b.json': JSON.stringify({ ...bundle, version: 2 }) }).problems).toMatchObject([
    { code: 'newerBundle', detail: '2' },
  ]);
  // The field is named and its value is not: it may be a secret.
  const wrong = read({ 'b.json': JSON.stringify({ ...bundle, password: { is: 'hidden' } }) });
  expect(wrong.problems).toMatchObject([{ code: 'badBundle', detail: 'password' }]);
  expect(JSON.stringify(wrong.problems)).not.toContain('hidden');
});

test('what is no such file is refused, and a zip that would swell is not unpacked', () => {
  expect(codes({ 'a.pfx': new Uint8Array([0x30, 0x82, 0x01, 0x00]) })).toEqual(['notPem']);
  expect(codes({ 'a.txt': 'hello' })).toEqual(['unknownFile']);
  expect(codes({ 'a.pem': mine.ca + ' '.repeat(300_000) })).toEqual(['tooLarge']);
  expect(codes({ 'a.json': '{"hello":' })).toEqual(['badBundle']);
  expect(codes({ 'a.zip': new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]) })).toEqual(['badZip']);
  const swelling = zipSync({ 'zeros.pem': new Uint8Array(50_000_000) }, { level: 9 });
  expect(swelling.byteLength).toBeLessThan(100_000);
  expect(codes({ 'a.zip': swelling })).toEqual(['badZip']);
  const cut = mine.client.cert.replace(/\n.{20}/, '\n');
  expect(codes({ 'a.pem': cut, 'k.pem': mine.client.key })).toContain('badCertificate');
});
