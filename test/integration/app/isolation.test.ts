/** The built shell under Node: what a page, ours or a stranger's, can't do. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SHELL_CHANNELS } from '#shared/desktop/bridge.ts';
import { checkWebPreferences } from '../../support/electron/BrowserWindowStandIn.ts';
import { type BuiltDesktop, buildDesktop } from '../../support/electron/buildDesktop.ts';
import type { Permission } from '../../support/electron/SessionStandIn.ts';
import { type Desktop, startDesktop } from '../../support/electron/startDesktop.ts';
import type { Frame } from '../../support/electron/WebContentsStandIn.ts';

const PAGE = 'app://console/';
const ELSEWHERE = [
  'https://example.com/',
  'file:///etc/passwd',
  'app://other/',
  'app://console.example.com/',
  'app://user:secret@console/',
  'javascript:alert(1)',
  'data:text/html,hello',
  'not an address',
];

let built: BuiltDesktop;
let desktop: Desktop;

beforeAll(async () => {
  built = await buildDesktop('small');
  desktop = await startDesktop(built);
});
afterAll(async () => {
  await desktop.quit();
  built.remove();
});

describe('the window', () => {
  it('opens on the custom protocol and nowhere else', () => {
    expect(desktop.contents.loads).toEqual([PAGE]);
  });

  it('is locked down, as the stand-in insists', () => {
    expect(() => checkWebPreferences(desktop.window.options.webPreferences, false)).not.toThrow();
    expect(desktop.electron.app.sandboxed).toBe(true);
  });

  it.each([
    { contextIsolation: false },
    { sandbox: false },
    { nodeIntegration: true },
    { nodeIntegrationInWorker: true },
    { nodeIntegrationInSubFrames: true },
    { webSecurity: false },
    { allowRunningInsecureContent: true },
    { webviewTag: true },
    { plugins: true },
    { experimentalFeatures: true },
    { navigateOnDragDrop: true },
    { enableBlinkFeatures: 'Anything' },
    { preload: 'relative/preload.cjs' },
  ])('would be refused with %o', (unsafe) => {
    const preferences = { ...desktop.window.options.webPreferences, ...unsafe };
    expect(() => checkWebPreferences(preferences, false)).toThrow(/unsafe|no preload/);
  });

  it('keeps its clock, sound and redraw going while it is hidden or untouched', () => {
    expect(desktop.window.options.webPreferences).toMatchObject({
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    });
  });

  it('has developer tools only while it is not packaged', async () => {
    const packaged = await startDesktop(built, { packaged: true });
    expect(packaged.window.options.webPreferences?.devTools).toBe(false);
    expect(desktop.window.options.webPreferences?.devTools).toBe(true);
    await packaged.quit();
  });
});

describe('the custom protocol', () => {
  const fetched = (path: string, init?: RequestInit) =>
    desktop.electron.module.protocol.fetch(`app://console${path}`, init);

  it('has an origin of its own that bypasses no policy', () => {
    const privileges = desktop.electron.module.protocol.privileges('app');
    expect(privileges).toMatchObject({ standard: true, secure: true });
    expect(privileges).not.toHaveProperty('bypassCSP');
    expect(privileges).not.toHaveProperty('allowServiceWorkers');
  });

  it('serves the built page and its script with their types', async () => {
    const page = await fetched('/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const [, script] = /src="\.?(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    const response = await fetched(script!);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await response.text()).toContain('built');
  });

  it.each(['/', '/missing.js', '/..%2f..%2fpackage.json'])(
    'sends its policy with %s',
    async (path) => {
      const { headers } = await fetched(path);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self';/,
      );
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it.each([
    // The parser of addresses takes these out before the shell sees them; what is left is not there.
    ['/../main/index.js', 404],
    ['/%2e%2e/main/index.js', 404],
    ['/..%2fmain%2findex.js', 403],
    ['/%2e%2e%2fmain%2findex.js', 403],
    ['/%252e%252e%252fmain%252findex.js', 403],
    ['/assets/..%2f..%2fmain/index.js', 403],
    ['/..\\main\\index.js', 403],
    ['/..%5cmain%5cindex.js', 403],
    ['//etc/passwd', 403],
    ['/%2fetc%2fpasswd', 403],
    ['/C:/Windows/win.ini', 403],
    ['/index.html%00.js', 403],
    ['/index.html::$DATA', 403],
    ['/%', 403],
    ['/assets', 404],
    ['/assets/', 404],
  ])('never answers %s', async (path, status) => {
    const response = await fetched(path);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
  });

  it('does not follow a link out of its folder', async () => {
    const renderer = join(built.outDir, 'renderer');
    mkdirSync(join(built.outDir, 'secret'), { recursive: true });
    writeFileSync(join(built.outDir, 'secret/key.txt'), 'secret');
    symlinkSync(join(built.outDir, 'secret'), join(renderer, 'linked'));
    symlinkSync(join(built.outDir, 'secret/key.txt'), join(renderer, 'key.txt'));
    expect((await fetched('/linked/key.txt')).status).toBe(403);
    expect((await fetched('/key.txt')).status).toBe(403);
  });

  it('only reads', async () => {
    expect((await fetched('/', { method: 'POST' })).status).toBe(405);
    const head = await fetched('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('knows no other host', async () => {
    const response = await desktop.electron.module.protocol.fetch('app://other/index.html');
    expect(response.status).toBe(404);
  });
});

describe('a page', () => {
  it.each(ELSEWHERE)('goes nowhere: %s', (url) => {
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
      expect(desktop.contents.attemptNavigation(event, url)).toBe(false);
    }
  });

  it('may load itself anew', () => {
    expect(desktop.contents.attemptNavigation('will-navigate', PAGE)).toBe(true);
  });

  it.each([...ELSEWHERE, PAGE])('opens no window: %s', (url) => {
    expect(desktop.contents.attemptWindow(url)).toBe(false);
  });

  it('attaches no webview', () => {
    expect(desktop.contents.attemptWebview()).toBe(false);
  });

  it.each([
    'notifications',
    'media',
    'geolocation',
    'clipboard-read',
    'openExternal',
    'usb',
    'serial',
    'hid',
    'midi',
    'fileSystem',
    'display-capture',
    'unknown',
  ] satisfies Permission[])('is not granted %s', (permission) => {
    const answers = desktop.electron.module.session.defaultSession.ask(permission, PAGE);
    expect(answers).toEqual({ requested: false, checked: false });
  });

  it('may fill the screen of a wall display, and only our page may', () => {
    const { defaultSession } = desktop.electron.module.session;
    expect(defaultSession.ask('fullscreen', PAGE)).toEqual({ requested: true, checked: true });
    expect(defaultSession.ask('fullscreen', 'https://example.com/')).toEqual({
      requested: false,
      checked: false,
    });
  });

  it('reaches no device and captures no display', () => {
    const { defaultSession } = desktop.electron.module.session;
    expect(defaultSession.hasDeviceAccess()).toBe(false);
    expect(defaultSession.capturesDisplay()).toBe(false);
  });
});

describe('a message to the shell', () => {
  const top = (url: string): Frame => ({ url, parent: null });
  const channels = Object.values(SHELL_CHANNELS);
  const refusals = (): number => desktop.log().split('a stranger was refused').length - 1;

  // A fresh page, which no earlier message has reached.
  beforeEach(() => desktop.window.loadURL(PAGE));

  it('on a channel that nobody listens to fails', () => {
    expect(() => desktop.contents.sendAs(top(PAGE), 'emberwatch:anything')).toThrow('nobody');
  });

  it.each(channels)('%s is listened to', (channel) => {
    expect(() => desktop.contents.sendAs(top(PAGE), channel)).not.toThrow();
  });

  it.each<[string, Frame]>([
    ['another page', top('https://example.com/')],
    ['another host of our scheme', top('app://other/')],
    ['an iframe, even of our own page', { url: PAGE, parent: {} as never }],
    ['a frame that is gone', null],
    ['a page without an address', top('')],
  ])('from %s is refused and logged', (_who, frame) => {
    const before = refusals();
    for (const channel of channels) desktop.contents.sendAs(frame, channel);
    expect(desktop.page().unread).toBe(0);
    expect(refusals() - before).toBe(channels.length);
  });

  it('from the page itself is obeyed', async () => {
    desktop.contents.sendAs(top(PAGE), SHELL_CHANNELS.connect);
    expect((await desktop.fromShell()).port).toBeDefined();
  });
});

describe('the built shell', () => {
  it('keeps the policy in one place with the headless host', () => {
    const text = readFileSync(built.main, 'utf8');
    expect(text.match(/default-src 'none'/g)).toHaveLength(1);
  });
});
