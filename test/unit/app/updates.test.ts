/** Updates: who is believed, when they are installed, and how one that can't watch is taken back. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { EventEmitter } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskSummary } from '#shared/desktop/summary.ts';
import { signDescription } from '../../../build/release/signDescription.ts';
import { askForUpdate } from '../../../main/app/updates/askForUpdate.ts';
import { fitsSystem, readFileUpdate } from '../../../main/app/updates/fileUpdate.ts';
import { canInstall, install } from '../../../main/app/updates/installer.ts';
import { isInWindow, obstacle } from '../../../main/app/updates/maintenanceWindow.ts';
import { followFeed, type Updater } from '../../../main/app/updates/onlineFeed.ts';
import { checkRelease, isNewer, type Release } from '../../../main/app/updates/release.ts';
import {
  NO_UPDATES,
  UpdateCare,
  type UpdateCareParts,
  type UpdateState,
} from '../../../main/app/updates/UpdateCare.ts';
import { UpdateShelf } from '../../../main/app/updates/UpdateShelf.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const pair = () =>
  generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
const { privateKey, publicKey } = pair();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emberwatch-updates-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sha512 = (bytes: string) => createHash('sha512').update(bytes).digest('base64');

/** A release in a folder as electron-builder leaves one, signed. */
function made(version: string, content = `installer of ${version}`) {
  const name = `emberwatch-${version}-linux-x64.AppImage`;
  writeFileSync(join(folder, name), content);
  const yml =
    `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512(content)}\n    size: ${content.length}\n` +
    `path: ${name}\nsha512: ${sha512(content)}\nstagingPercentage: 20\nreleaseDate: '2026-01-02T03:04:05.000Z'\n`;
  return {
    ...signDescription(yml, folder, privateKey),
    file: join(folder, name),
    name,
    unsigned: yml,
  };
}

describe('a release is believed', () => {
  it('with the signature of whoever makes releases, also as electron-updater reads it', () => {
    const { yml, release } = made('0.2.0');
    const { parseUpdateInfo } = createRequire(import.meta.url)(
      '../../../node_modules/electron-updater/out/providers/Provider.js',
    ) as { parseUpdateInfo: (text: string, file: string, url: URL) => unknown };
    const info = parseUpdateInfo(yml, 'latest.yml', new URL('https://updates.example/latest.yml'));
    expect(checkRelease(info, publicKey, '0.1.0')).toEqual({ ok: true, release });
    // Signing again replaces the signature.
    expect(signDescription(yml, folder, privateKey).yml).toBe(yml);
  });

  const changed: readonly (readonly [string, (release: Release) => unknown])[] = [
    ['another version', (release) => ({ ...release, version: '9.0.0' })],
    [
      'another file',
      (release) => ({ ...release, files: [{ ...release.files[0]!, url: 'evil.exe' }] }),
    ],
    [
      'another content',
      (release) => ({ ...release, files: [{ ...release.files[0]!, sha512: sha512('evil') }] }),
    ],
    [
      'a file more',
      (release) => ({ ...release, files: [...release.files, { url: 'x', sha512: sha512('x') }] }),
    ],
    ['no real signature', (release) => ({ ...release, signature: 'AAAA' })],
  ];
  it.each(changed)('but not with %s', (_what, change) => {
    const { release } = made('0.2.0');
    expect(checkRelease(change(release), publicKey, '0.1.0')).toEqual({
      ok: false,
      problem: 'badSignature',
    });
  });

  it('but not with somebody else’s signature, without a key, unsigned, or as an old one', () => {
    const { release } = made('0.2.0');
    const problem = (description: unknown, key: string | null, current = '0.1.0') =>
      (checkRelease(description, key, current) as { problem?: string }).problem;
    expect(problem(release, pair().publicKey)).toBe('badSignature');
    expect(problem(release, 'no key at all')).toBe('badSignature');
    expect(problem(release, null)).toBe('noKey');
    expect(problem({ ...release, signature: undefined }, publicKey)).toBe('unreadable');
    expect(problem(null, publicKey)).toBe('unreadable');
    expect(problem(release, publicKey, '0.2.0')).toBe('notNewer');
    expect(problem(release, publicKey, '0.10.0')).toBe('notNewer');
  });

  it('is not signed over files that are not what the description says', () => {
    const { unsigned, file } = made('0.2.0');
    writeFileSync(file, 'changed since');
    expect(() => signDescription(unsigned, folder, privateKey)).toThrow(
      'not what the description says',
    );
  });

  it.each([
    ['0.2.0', '0.1.9', true],
    ['0.10.0', '0.9.0', true],
    ['1.0.0', '1.0.0', false],
    ['1.0.0', '1.0.1', false],
    ['2.0.0', '1.9.9-dev', true],
  ])('%s is newer than %s: %s', (version, than, newer) =>
    expect(isNewer(version, than)).toBe(newer),
  );
});

const summary = (openFire: number): DeskSummary => ({
  type: 'summary',
  siteName: { ko: '', en: '' },
  simulated: false,
  openFire,
  waiting: { fire: 0, supervisory: 0, trouble: 0 },
  fire: [],
  reporting: 1,
  expected: 1,
  feeds: 1,
  feedsConnected: 1,
});
/** Local time; 4 January 2026 is a Sunday. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 0, day, hour, minute);

describe('the maintenance window', () => {
  it.each([
    [{ from: '02:00', to: '04:00' }, at(5, 2), true],
    [{ from: '02:00', to: '04:00' }, at(5, 4), false],
    [{ from: '02:00', to: '04:00' }, at(5, 1, 59), false],
    [{ from: '23:00', to: '01:00' }, at(5, 23, 30), true],
    [{ from: '23:00', to: '01:00' }, at(5, 0, 30), true],
    [{ from: '23:00', to: '01:00' }, at(5, 12), false],
    [{ days: [0], from: '02:00', to: '04:00' }, at(4, 3), true],
    [{ days: [0], from: '02:00', to: '04:00' }, at(5, 3), false],
    // Past midnight it is still the window of the day before.
    [{ days: [0], from: '23:00', to: '01:00' }, at(5, 0, 30), true],
    [{ days: [0], from: '23:00', to: '01:00' }, at(4, 0, 30), false],
  ])('%j at %s: %s', (window, time, inside) => expect(isInWindow(window, time)).toBe(inside));

  const window = { from: '02:00', to: '04:00' };
  it('lets an update through only while nothing burns and that is known', () => {
    expect(obstacle(summary(0), window, at(5, 3))).toBeNull();
    expect(obstacle(summary(1), window, at(5, 3))).toBe('fire');
    expect(obstacle(null, window, at(5, 3))).toBe('unknown');
    expect(obstacle(summary(0), window, at(5, 12))).toBe('outsideWindow');
    expect(obstacle(summary(0), null, at(5, 3))).toBe('outsideWindow');
  });
});

describe('the shelf', () => {
  const shelf = () => new UpdateShelf(join(folder, 'shelf'));

  it('keeps what was signed, and nothing else', async () => {
    const { release, file } = made('0.2.0');
    const copy = await shelf().put(release, file);
    expect(readFileSync(copy, 'utf8')).toBe('installer of 0.2.0');
    await expect(shelf().check(release, copy)).resolves.toBeUndefined();
    writeFileSync(copy, 'changed on the disk');
    await expect(shelf().check(release, copy)).rejects.toThrow('not the file that was signed');
  });

  it('refuses a file of another content, or that the release doesn’t name', async () => {
    const { release, file } = made('0.2.0');
    writeFileSync(file, 'something else');
    await expect(shelf().put(release, file)).rejects.toThrow('not the file that was signed');
    expect(readdirSync(join(folder, 'shelf'))).toEqual([]);
    writeFileSync(join(folder, 'other.AppImage'), 'x');
    await expect(shelf().put(release, join(folder, 'other.AppImage'))).rejects.toThrow('names no');
  });

  it('forgets what is of no more use', async () => {
    for (const version of ['0.2.0', '0.3.0', '0.4.0']) {
      const { release, file } = made(version);
      await shelf().put(release, file);
    }
    await shelf().keepOnly(['0.3.0', '0.4.0']);
    expect(readdirSync(join(folder, 'shelf')).sort()).toEqual(['0.3.0', '0.4.0']);
  });
});

describe('an update is', () => {
  let kept: UpdateState;
  let now: DeskSummary | null;
  let installed: string[];
  let failing: boolean;
  let backTo: string[];
  beforeEach(() => {
    kept = NO_UPDATES;
    now = summary(0);
    installed = [];
    failing = false;
    backTo = [];
  });
  const { log } = recordingLog();

  /** As after a start of this version. */
  function care(version: string, change: Partial<UpdateCareParts> = {}): UpdateCare {
    return new UpdateCare({
      version,
      state: {
        read: () => kept,
        write: (state) => {
          kept = state;
        },
      },
      shelf: new UpdateShelf(join(folder, 'shelf')),
      window: { from: '02:00', to: '04:00' },
      summary: () => now,
      now: () => at(5, 3),
      install: async (file) => {
        if (failing) throw new Error('refused by a person');
        installed.push(file.replace(/^.*[/\\]/, ''));
      },
      rolledBack: (taken) => backTo.push(taken),
      log,
      ...change,
    });
  }
  async function installedFrom(version: string, next: string): Promise<void> {
    const { release, file } = made(next);
    const one = care(version);
    await one.take(release, file);
    await one.tick();
  }

  it('installed in the window, once, and good as soon as its engine watches', async () => {
    await installedFrom('0.1.0', '0.2.0');
    expect(installed).toEqual(['emberwatch-0.2.0-linux-x64.AppImage']);
    const next = care('0.2.0');
    await next.started();
    expect(kept.trial?.starts).toBe(1);
    await next.watching();
    expect(kept).toMatchObject({
      trial: null,
      ready: null,
      current: { release: { version: '0.2.0' } },
    });
    await next.tick();
    expect(installed).toHaveLength(1);
  });

  it('not installed while a fire alarm is open or nothing is known, whoever asks', async () => {
    const { release, file } = made('0.2.0');
    const one = care('0.1.0');
    await one.take(release, file);
    for (const [state, why] of [
      [summary(1), 'fire'],
      [null, 'unknown'],
    ] as const) {
      now = state;
      await one.tick();
      expect(await one.installNow()).toBe(why);
    }
    expect(installed).toEqual([]);
    now = summary(0);
    await one.tick();
    expect(installed).toHaveLength(1);
  });

  it('installed by a person outside of the window, and by nobody without one', async () => {
    const { release, file } = made('0.2.0');
    const one = care('0.1.0', { window: null });
    expect(await one.installNow()).toBe('notReady');
    await one.take(release, file);
    await one.tick();
    expect(installed).toEqual([]);
    expect(await one.installNow()).toBeNull();
    expect(installed).toHaveLength(1);
  });

  it('taken back to the one before when its engine gives up, and not taken again', async () => {
    await installedFrom('0.1.0', '0.2.0');
    const second = care('0.2.0');
    await second.started();
    await second.watching();
    await installedFrom('0.2.0', '0.3.0');
    const third = care('0.3.0');
    await third.started();
    await third.gaveUp();
    expect(installed.at(-1)).toBe('emberwatch-0.2.0-linux-x64.AppImage');
    expect(backTo).toEqual(['0.3.0']);
    const again = care('0.2.0');
    await again.started();
    expect([again.wants('0.3.0'), again.wants('0.4.0')]).toEqual([false, true]);
    expect(kept.trial).toBeNull();
  });

  it('taken back when it was started again and again without ever watching', async () => {
    await installedFrom('0.1.0', '0.2.0');
    await care('0.2.0').watching();
    await installedFrom('0.2.0', '0.3.0');
    for (let start = 0; start < 3; start++) await care('0.3.0').started();
    expect(backTo).toEqual([]);
    await care('0.3.0').started();
    expect(backTo).toEqual(['0.3.0']);
  });

  it('left as it is when there is nothing to go back to', async () => {
    await installedFrom('0.1.0', '0.2.0');
    const second = care('0.2.0');
    await second.started();
    await second.gaveUp();
    expect(installed).toHaveLength(1);
    expect(kept.refused).toEqual(['0.2.0']);
  });

  it('dropped when its file was changed on the disk meanwhile, or the installer did not start', async () => {
    const { release, file } = made('0.2.0');
    const one = care('0.1.0');
    await one.take(release, file);
    writeFileSync(kept.ready!.file, 'changed');
    await one.tick();
    expect(installed).toEqual([]);
    expect(one.ready()).toBeNull();
    await one.take(release, file);
    failing = true;
    await one.tick();
    expect([one.ready(), kept.trial]).toEqual([null, null]);
  });

  it('not mistaken for installed when the program is still the old one', async () => {
    await installedFrom('0.1.0', '0.2.0');
    const same = care('0.1.0');
    await same.started();
    expect(kept.trial).toBeNull();
  });

  it('a good engine without an update on trial changes nothing', async () => {
    const one = care('0.1.0');
    await one.started();
    await one.watching();
    await one.gaveUp();
    expect(kept).toEqual(NO_UPDATES);
  });
});

describe('the feed', () => {
  function feed(key: string | null = publicKey) {
    const events = new EventEmitter();
    const { log, lines } = recordingLog();
    const updater = {
      autoDownload: false,
      autoInstallOnAppQuit: true,
      allowDowngrade: true,
      allowPrerelease: true,
      setFeedURL: vi.fn(),
      isUpdateSupported: async () => true,
      checkForUpdates: vi.fn(async () => null),
      on: (event: string, listener: (...args: never[]) => void) =>
        events.on(event, listener as never),
    };
    const take = vi.fn(async () => undefined);
    const stop = followFeed({
      updater: updater as unknown as Updater,
      url: 'https://updates.example/desk',
      check: (description) => checkRelease(description, key, '0.1.0'),
      wants: (version) => version !== '0.6.6',
      take,
      log,
    });
    stop();
    const supported = updater.isUpdateSupported as unknown as (info: unknown) => Promise<boolean>;
    return { updater, events, take, supported, lines };
  }

  it('is looked at at once, with installing taken away from it', () => {
    const { updater } = feed();
    expect(updater).toMatchObject({ autoInstallOnAppQuit: false, allowDowngrade: false });
    expect(updater.setFeedURL).toHaveBeenCalledWith({
      provider: 'generic',
      url: 'https://updates.example/desk',
    });
    expect(updater.checkForUpdates).toHaveBeenCalledOnce();
  });

  it('offers what is signed, newer and wanted, before anything is downloaded', async () => {
    const { supported, lines } = feed();
    expect(await supported(made('0.2.0').release)).toBe(true);
    expect(await supported(made('0.6.6').release)).toBe(false);
    expect(await supported(made('0.1.0').release)).toBe(false);
    expect(JSON.stringify(lines)).not.toContain('refused');
    expect(await supported({ ...made('0.2.0').release, signature: 'AAAA' })).toBe(false);
    expect(JSON.stringify(lines)).toContain('badSignature');
    expect(await feed(null).supported(made('0.2.0').release)).toBe(false);
  });

  it('hands over what was downloaded, after another look at its signature', () => {
    const { events, take } = feed();
    const { release, file } = made('0.2.0');
    events.emit('update-downloaded', { ...release, downloadedFile: file });
    expect(take).toHaveBeenCalledExactlyOnceWith(release, file);
    events.emit('update-downloaded', { ...release, version: '0.3.0', downloadedFile: file });
    expect(take).toHaveBeenCalledOnce();
  });

  it('has electron-updater at the place from which the shell takes it', async () => {
    const { default: updater } = await import('electron-updater');
    // Not called: it would look for Electron's own program.
    expect(Object.getOwnPropertyDescriptor(updater, 'autoUpdater')?.get).toBeTypeOf('function');
  });

  it('out of reach is a line in the log and no more', () => {
    const { events, lines } = feed();
    events.emit('error', new Error('no network'));
    expect(JSON.stringify(lines)).toContain('the update feed');
  });
});

describe('an update by file', () => {
  const check = (description: unknown) => checkRelease(description, publicKey, '0.1.0');
  const described = (release: unknown) => {
    const file = join(folder, 'emberwatch.release.json');
    writeFileSync(file, JSON.stringify(release));
    return file;
  };
  const linux = (name: string) => fitsSystem(name, 'linux');

  it('is the description with an installer for this system beside it', async () => {
    const { release, file } = made('0.2.0');
    expect(await readFileUpdate(described(release), check, linux)).toEqual({
      ok: true,
      release,
      file,
    });
    expect(
      await readFileUpdate(described(release), check, (name) => fitsSystem(name, 'win32')),
    ).toEqual({
      ok: false,
      problem: 'noFile',
    });
    rmSync(file);
    expect(await readFileUpdate(described(release), check, linux)).toEqual({
      ok: false,
      problem: 'noFile',
    });
    expect(await readFileUpdate(join(folder, 'missing.json'), check, linux)).toMatchObject({
      problem: 'unreadable',
    });
  });

  function asked(answer: number, obstacleNow: 'fire' | 'outsideWindow' | null = null) {
    const said: string[] = [];
    const take = vi.fn(async () => undefined);
    const installNow = vi.fn(async () => (obstacleNow === 'fire' ? ('fire' as const) : null));
    return {
      said,
      take,
      installNow,
      parts: (description: string, here = true) =>
        ({
          dialog: {
            showOpenDialog: async () => ({ canceled: false, filePaths: [description] }),
            showMessageBox: async ({ message, detail }: { message: string; detail?: string }) => {
              said.push([message, detail].filter(Boolean).join('\n'));
              return { response: answer, checkboxChecked: false };
            },
          },
          care: { take, ready: () => '0.2.0', obstacle: () => obstacleNow, installNow },
          check,
          platform: 'linux',
          canInstall: here,
          language: 'en',
        }) as never,
    };
  }

  it('is kept and installed when the person says so', async () => {
    const { parts, said, take, installNow } = asked(1);
    const { release, file } = made('0.2.0');
    await askForUpdate(parts(described(release)));
    expect(take).toHaveBeenCalledWith(release, file);
    expect(said[0]).toContain('Version 0.2.0 is ready');
    expect(installNow).toHaveBeenCalledOnce();
  });

  it('waits when the person says later, and while something burns', async () => {
    const later = asked(0, 'outsideWindow');
    const { release } = made('0.2.0');
    await askForUpdate(later.parts(described(release)));
    expect(later.installNow).not.toHaveBeenCalled();
    expect(later.said[0]).toContain('maintenance window');
    const burning = asked(1, 'fire');
    await askForUpdate(burning.parts(described(release)));
    expect(burning.said.at(-1)).toContain('fire alarm is not over');
  });

  it('is refused in words', async () => {
    const { release } = made('0.2.0');
    const wrong = asked(1);
    await askForUpdate(wrong.parts(described({ ...release, version: '0.9.0' })));
    expect(wrong.said).toEqual([expect.stringContaining('Do not trust this file')]);
    expect(wrong.take).not.toHaveBeenCalled();
    const packaged = asked(1);
    await askForUpdate(packaged.parts(described(release), false));
    expect(packaged.said).toEqual([expect.stringContaining('package of the system')]);
  });
});

// Started programs are shell scripts here.
describe.skipIf(process.platform === 'win32')('the installer', () => {
  it('replaces an AppImage whole, and starts it', async () => {
    const appImage = join(folder, 'Emberwatch.AppImage');
    const said = join(folder, 'started');
    writeFileSync(appImage, 'old');
    const file = join(folder, 'new.AppImage');
    writeFileSync(file, `#!/bin/sh\nmv "$0" "${said}"\n`);
    chmodSync(file, 0o644);
    await install(file, { platform: 'linux', appImage, resources: folder });
    await vi.waitFor(() => expect(statSync(said).mode & 0o111).toBe(0o111), { timeout: 30_000 });
    expect(readdirSync(folder)).not.toContain('Emberwatch.AppImage.new');
  });

  it('is one of Windows’ own, with rights asked for, silent, and starts the program again', async () => {
    // Whatever has its name is started with the words.
    const resources = join(folder, 'resources');
    mkdirSync(resources);
    writeFileSync(join(resources, 'elevate.exe'), `#!/bin/sh\necho "$@" > "${folder}/words"\n`);
    chmodSync(join(resources, 'elevate.exe'), 0o755);
    await install('C:\\setup.exe', { platform: 'win32', appImage: undefined, resources });
    await vi.waitFor(
      () =>
        expect(readFileSync(join(folder, 'words'), 'utf8')).toBe(
          'C:\\setup.exe --updated /S --force-run\n',
        ),
      { timeout: 30_000 },
    );
  });

  it('leaves packages of the system to the system', async () => {
    const place = { platform: 'linux', appImage: undefined, resources: folder } as const;
    expect(canInstall(place)).toBe(false);
    expect(canInstall({ ...place, platform: 'darwin' })).toBe(false);
    await expect(install('x', place)).rejects.toThrow('by its system');
    const missing = { platform: 'win32', appImage: undefined, resources: folder } as const;
    await expect(install('x', missing)).rejects.toThrow('ENOENT');
  });
});
