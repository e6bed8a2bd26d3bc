import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigError, readDesktopConfig } from '../../../main/app/desktopConfig.ts';

const UNSET = { language: null, kiosk: false, openAtLogin: null, updates: {} };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emberwatch-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  writeFileSync(join(folder, 'emberwatch.json'), text);
  return readDesktopConfig(join(folder, 'emberwatch.json'));
};

it('means the simulated building when there is no file, or it names no broker', async () => {
  const simulated = { realSite: false, mqtt: null, shell: UNSET };
  expect(await readDesktopConfig(join(folder, 'emberwatch.json'))).toEqual(simulated);
  expect(await read('{}')).toEqual(simulated);
});

it('names a broker, with certificates read from files beside it', async () => {
  writeFileSync(join(folder, 'ca.pem'), 'CA');
  expect(
    await read('{"mqtt":{"url":"mqtts://iot.example:8883","username":"desk","ca":"ca.pem"}}'),
  ).toEqual({
    realSite: true,
    mqtt: { url: 'mqtts://iot.example:8883', username: 'desk', ca: 'CA' },
    shell: UNSET,
  });
});

it('means a real building whose connections are set up on the page', async () => {
  expect(await read('{"site":"real"}')).toMatchObject({ realSite: true, mqtt: null });
});

it('says how the shell behaves on this machine', async () => {
  const updates = {
    feed: 'https://updates.example/desk',
    window: { days: [0, 6], from: '02:00', to: '04:30' },
  };
  const said = { kiosk: true, openAtLogin: true, language: 'en', updates };
  expect((await read(JSON.stringify(said))).shell).toEqual(said);
});

it.each([
  ['what is no JSON', '{', 'not valid JSON'],
  [
    'an update feed that anybody on the way can change',
    '{"updates":{"feed":"http://x/"}}',
    'https',
  ],
  ['a window that never ends', '{"updates":{"window":{"from":"02:00","to":"02:00"}}}', 'differ'],
  ['a time that is none', '{"updates":{"window":{"from":"25:00","to":"02:00"}}}', 'window.from'],
  ['a broker without an address', '{"mqtt":{}}', 'mqtt.url'],
  ['an address of another kind', '{"mqtt":{"url":"http://broker"}}', 'mqtt://'],
  ['a setting that does not exist', '{"mqtt":{"url":"mqtt://b","passwort":"x"}}', 'passwort'],
  ['a site of another kind', '{"site":"demo"}', 'site'],
  ['a misspelt section', '{"mqqt":{"url":"mqtt://b"}}', 'mqqt'],
  ['a certificate that is not there', '{"mqtt":{"url":"mqtts://b","ca":"no.pem"}}', 'no.pem'],
])('refuses %s in words, and never falls back to the simulation', async (_what, text, words) => {
  const refusal = await read(text).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ConfigError);
  expect(String(refusal)).toContain(words);
});

it('refuses a file that can’t be read', async () => {
  await expect(readDesktopConfig(folder)).rejects.toThrow("can't be read");
});
