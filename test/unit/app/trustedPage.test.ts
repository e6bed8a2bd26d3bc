import { expect, it } from 'vitest';
import { isAppUrl, isTrustedSender } from '../../../main/app/trustedPage.ts';

it.each([
  ['app://console/', true],
  ['app://console/index.html?x#y', true],
  ['app://console', true],
  ['app://console:80/', false],
  ['app://console.evil/', false],
  ['app://evil/console', false],
  ['app:console', false],
  ['app://user@console/', false],
  ['http://console/', false],
  ['blob:app://console/1', false],
  ['about:blank', false],
  ['', false],
])('%s is our page: %s', (url, ours) => {
  expect(isAppUrl(url)).toBe(ours);
});

it('believes the top frame of our page only', () => {
  const top = { url: 'app://console/', parent: null } as never;
  expect(isTrustedSender({ senderFrame: top })).toBe(true);
  expect(isTrustedSender({ senderFrame: { url: 'app://console/', parent: top } as never })).toBe(
    false,
  );
  expect(isTrustedSender({ senderFrame: null })).toBe(false);
});
