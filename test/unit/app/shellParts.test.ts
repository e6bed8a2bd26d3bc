/** The parts of the shell that decide something, without Electron. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readBridgeMessage, SCREEN_LOCKED, SHOW_ALARM } from '#shared/desktop/bridge.ts';
import { type DeskSummary, deskSummary } from '#shared/desktop/summary.ts';
import { windowAddress, windowKindOf } from '#shared/desktop/windows.ts';
import {
  diagnosticArchive,
  diagnosticFiles,
  diagnosticName,
} from '../../../main/app/diagnostics/diagnosticFiles.ts';
import { redactLog, redactText, redactValue } from '../../../main/app/diagnostics/redact.ts';
import { drawsInSoftware, GraphicsCare, GraphicsState } from '../../../main/app/GraphicsCare.ts';
import { keepTelling } from '../../../main/app/keepTelling.ts';
import { openAtLogin } from '../../../main/app/openAtLogin.ts';
import { StateFile } from '../../../main/app/StateFile.ts';
import { trayView } from '../../../main/app/tray/trayView.ts';
import { linkToAlarm, wishOfLink, wishOfWords } from '../../../main/app/windows/commandWords.ts';
import {
  firstPlace,
  placeWindow,
  type WindowPlace,
} from '../../../main/app/windows/windowPlaces.ts';
import { monitor } from '../../support/electron/ScreenStandIn.ts';
import { recordingLog } from '../../support/recordingLog.ts';
import { alarm } from '../renderer/made.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emberwatch-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { log } = recordingLog();
const ID = 'site/panel-3~1a/risk/1767312000000';

describe('a link or a word of the command line', () => {
  it('leads to the alarm that it was made for', () => {
    expect(wishOfLink(linkToAlarm(ID))).toEqual({ to: 'alarm', alarmId: ID });
  });

  it.each([
    'emberwatch://alarm/',
    'emberwatch://alarm/../../etc/passwd',
    'emberwatch://alarm/%00',
    'emberwatch://alarm/a%2Fb%2Fc%2F1%0A',
    'emberwatch://alarm/no-id',
    'emberwatch://alarm/%E0%A4%A',
    `emberwatch://alarm/${encodeURIComponent(`s/${'x'.repeat(2000)}/risk/1`)}`,
    'emberwatch://diagnostics',
    'emberwatch://acknowledge/1',
    'https://example.com/alarm/1',
    'app://console/',
  ])('%s asks for nothing', (link) => {
    expect(wishOfLink(link)).toBeNull();
    expect(wishOfWords([link])).toEqual({ to: 'show' });
  });

  it('opens a window, collects diagnostics, and passes over what is Chromium’s', () => {
    expect(wishOfWords(['--no-sandbox', '--window=wall'])).toEqual({ to: 'open', kind: 'wall' });
    expect(wishOfWords(['--window=throne'])).toEqual({ to: 'show' });
    expect(wishOfWords(['--diagnostics'])).toEqual({ to: 'diagnostics' });
  });

  it('is told to the page as it is, and what is no id is not', () => {
    expect(readBridgeMessage({ type: SHOW_ALARM, alarmId: ID })).toEqual({
      type: SHOW_ALARM,
      alarmId: ID,
    });
    for (const alarmId of ['', 'x', 7, null]) {
      expect(readBridgeMessage({ type: SHOW_ALARM, alarmId })).toBeNull();
    }
    expect(readBridgeMessage({ type: SCREEN_LOCKED, locked: 'yes' })).toBeNull();
  });
});

describe('a window’s address', () => {
  it.each(['desk', 'wall', 'incident'] as const)('says that it is the %s', (kind) => {
    const address = windowAddress('app://console/', kind);
    expect(windowKindOf(new URL(address).search)).toBe(kind);
  });

  it.each(['', '?window=', '?window=other', '?other=wall'])('%j is a desk', (search) => {
    expect(windowKindOf(search)).toBe('desk');
  });
});

describe('where a window goes', () => {
  const left = monitor(1, { x: 0, y: 0, width: 1920, height: 1080 });
  const right = monitor(2, { x: 1920, y: 0, width: 2560, height: 1440 });
  const place: WindowPlace = {
    kind: 'wall',
    bounds: { x: 2000, y: 100, width: 1600, height: 900 },
    display: { id: 2, bounds: right.bounds },
    fullScreen: true,
    maximised: false,
  };

  it('is where it was, on the monitor that it was on', () => {
    expect(placeWindow(place, [left, right])).toEqual({ bounds: place.bounds, displayId: 2 });
  });

  it('is the same place when the monitor has another number now', () => {
    const renamed = monitor(9, right.bounds);
    expect(placeWindow(place, [left, renamed])).toEqual({ bounds: place.bounds, displayId: 9 });
  });

  it('is whole on a monitor that is there when its own is gone', () => {
    expect(placeWindow(place, [left])).toEqual({
      bounds: { x: 320, y: 100, width: 1600, height: 900 },
      displayId: 1,
    });
  });

  it('is on its monitor when that is now smaller', () => {
    const smaller = monitor(2, { x: 1920, y: 0, width: 1280, height: 720 });
    const { bounds } = placeWindow(
      { ...place, bounds: { x: 4000, y: 1300, width: 400, height: 300 } },
      [left, smaller],
    );
    expect(bounds).toEqual({ x: 2800, y: 380, width: 400, height: 300 });
  });

  it('is the second monitor for a wall display’s first time, and nowhere special for a desk', () => {
    expect(firstPlace('wall', [left, right])).toEqual({ bounds: right.workArea, fullScreen: true });
    expect(firstPlace('desk', [left, right])).toEqual({ bounds: null, fullScreen: false });
    expect(firstPlace('wall', [left])).toEqual({ bounds: null, fullScreen: false });
  });
});

const QUIET: DeskSummary = {
  type: 'summary',
  siteName: { ko: '본관', en: 'Main building' },
  simulated: false,
  openFire: 0,
  waiting: { fire: 0, supervisory: 0, trouble: 0 },
  fire: [],
  reporting: 118,
  expected: 120,
  feeds: 1,
  feedsConnected: 1,
};

describe('the tray', () => {
  it.each([
    ['quiet', 'running', QUIET, ['Quiet', '118 of 120 devices report', 'Main building']],
    [
      'fire',
      'running',
      { ...QUIET, openFire: 2, waiting: { fire: 1, supervisory: 0, trouble: 2 } },
      [
        '1 fire alarm to acknowledge',
        '2 other alarms to acknowledge',
        '118 of 120 devices report',
        'Main building',
      ],
    ],
    [
      'fire',
      'running',
      { ...QUIET, openFire: 1 },
      ['1 fire alarm not over', '118 of 120 devices report', 'Main building'],
    ],
    [
      'trouble',
      'running',
      { ...QUIET, feedsConnected: 0 },
      ['No way in is connected', '118 of 120 devices report', 'Main building'],
    ],
    ['lost', 'starting', null, ['Monitoring starts']],
    // What was known before the engine died counts for nothing.
    ['lost', 'restarting', QUIET, ['Not monitoring: it is being restarted']],
    ['lost', 'gaveUp', QUIET, ['Not monitoring: a person has to restart it']],
  ] as const)('shows %s while the engine is %s', (icon, engine, summary, lines) => {
    expect(trayView(engine, summary, 'en')).toEqual({ icon, lines });
  });

  it('says it in Korean', () => {
    expect(trayView('running', { ...QUIET, simulated: true }, 'ko').lines).toEqual([
      '이상 없음',
      '감지기 120대 중 118대 수신',
      '모의 건물',
    ]);
  });
});

describe('what the engine tells the shell', () => {
  const status = { ...QUIET, feeds: [{ state: 'connected' }, { state: 'down' }] } as never;

  it('counts what waits, and names the newest fire alarms by where they are', () => {
    const alarms = [
      alarm('a', { alarmClass: 'fire', state: 'unacknowledged', raisedAt: 1, deviceId: 'd-1' }),
      alarm('b', {
        alarmClass: 'fire',
        state: 'latchedUnacknowledged',
        raisedAt: 2,
        deviceId: 'd-2',
      }),
      alarm('c', { alarmClass: 'fire', state: 'acknowledged' }),
      alarm('d', { alarmClass: 'trouble', state: 'unacknowledged' }),
      alarm('e', { alarmClass: 'fire', state: 'normal', endedAt: 5 }),
    ];
    const summary = deskSummary(alarms, status, (id) => (id === 'd-1' ? '분전반 1' : undefined));
    expect(summary).toMatchObject({
      openFire: 3,
      waiting: { fire: 2, supervisory: 0, trouble: 1 },
      fire: [
        { id: 'b', name: 'd-2', raisedAt: 2 },
        { id: 'a', name: '분전반 1', raisedAt: 1 },
      ],
      feeds: 2,
      feedsConnected: 1,
    });
  });

  it('is told at once, and then only what is news', () => {
    vi.useFakeTimers();
    const told: number[] = [];
    let reporting = 1;
    keepTelling(
      () => {
        if (reporting === 0) throw new Error('the disk');
        return { ...QUIET, reporting };
      },
      (summary) => told.push(summary.reporting),
      log,
    );
    vi.advanceTimersByTime(5_000);
    // A look that fails costs the engine nothing.
    reporting = 0;
    vi.advanceTimersByTime(5_000);
    reporting = 2;
    vi.advanceTimersByTime(5_000);
    vi.useRealTimers();
    expect(told).toEqual([1, 2]);
  });
});

describe('graphics that keep dying', () => {
  const care = () => {
    const state = new StateFile(
      join(folder, 'graphics.json'),
      GraphicsState,
      { softwareFor: null },
      log,
    );
    const tell = vi.fn();
    let now = 0;
    const one = new GraphicsCare({ version: '1.0.0', state, now: () => now, tell, log });
    const die = (at: number) => {
      now = at;
      one.gone();
    };
    return { state, tell, die };
  };

  it('three times in ten minutes are drawn in software from the next start, until another version', () => {
    const { state, tell, die } = care();
    for (const at of [0, 300_000]) die(at);
    expect(drawsInSoftware(state, '1.0.0')).toBe(false);
    die(599_000);
    expect(drawsInSoftware(state, '1.0.0')).toBe(true);
    expect(drawsInSoftware(state, '1.0.1')).toBe(false);
    die(599_500);
    expect(tell).toHaveBeenCalledOnce();
  });

  it('now and then are left to Chromium', () => {
    const { state, tell, die } = care();
    for (let at = 0; at < 10_000_000; at += 400_000) die(at);
    expect(tell).not.toHaveBeenCalled();
    expect(drawsInSoftware(state, '1.0.0')).toBe(false);
  });
});

describe('a file that the shell remembers by', () => {
  const file = () =>
    new StateFile(join(folder, 'made/state.json'), z.object({ n: z.number() }), { n: 0 }, log);

  it('comes back as it was written, whole', () => {
    file().write({ n: 7 });
    expect(file().read()).toEqual({ n: 7 });
    expect(readdirSync(join(folder, 'made'))).toEqual(['state.json']);
  });

  it('that is missing or broken counts as empty', () => {
    expect(file().read()).toEqual({ n: 0 });
    mkdirSync(join(folder, 'made'));
    for (const text of ['{', '{"n":"x"}', '']) {
      writeFileSync(join(folder, 'made/state.json'), text);
      expect(file().read()).toEqual({ n: 0 });
    }
  });

  it('that can’t be written costs a line in the log', () => {
    writeFileSync(join(folder, 'made'), 'a file where the folder should be');
    expect(() => file().write({ n: 1 })).not.toThrow();
  });
});

describe('opening at sign-in', () => {
  const parts = (platform: NodeJS.Platform) => {
    const setLoginItemSettings = vi.fn();
    return {
      app: { setLoginItemSettings },
      platform,
      program: '/opt/Ember "watch"/$emberwatch',
      configHome: folder,
      log,
    };
  };
  const entry = () => readFileSync(join(folder, 'autostart/emberwatch.desktop'), 'utf8');

  it('is an entry in the autostart folder on Linux, with the path quoted', () => {
    openAtLogin(true, parts('linux'));
    expect(entry()).toContain('Exec="/opt/Ember \\"watch\\"/\\$emberwatch"\n');
    openAtLogin(false, parts('linux'));
    expect(entry).toThrow();
  });

  it('is the system’s own setting elsewhere', () => {
    const windows = parts('win32');
    openAtLogin(true, windows);
    expect(windows.app.setLoginItemSettings).toHaveBeenCalledWith({ openAtLogin: true });
  });

  it('is left alone when nothing is said', () => {
    const windows = parts('win32');
    openAtLogin(null, windows);
    expect(windows.app.setLoginItemSettings).not.toHaveBeenCalled();
  });
});

describe('diagnostics', () => {
  const PEM = '-----BEGIN PRIVATE KEY-----\nMIIsecret\n-----END PRIVATE KEY-----';
  const SECRETS = ['hunter2', 'MIIsecret', 'whsec_abc123', 'AKIAABCDEFGHIJKLMNOP', 'tok-9', '8264'];

  it('take secrets out of text, whatever shape they have', () => {
    const text = `${PEM} mqtts://desk:hunter2@broker Bearer tok-9 whsec_abc123 AKIAABCDEFGHIJKLMNOP pin=8264`;
    const left = redactText(text);
    for (const secret of SECRETS) expect(left).not.toContain(secret);
    expect(left).toContain('@broker');
  });

  it('take out values by the names of their fields, at any depth', () => {
    const left = JSON.stringify(
      redactValue({
        mqtt: {
          url: 'mqtts://u:hunter2@h',
          password: 'hunter2',
          key: 'desk.key',
          username: 'desk',
        },
        list: [{ apiToken: 'tok-9', n: 1, pin: '8264' }],
      }),
    );
    for (const secret of SECRETS) expect(left).not.toContain(secret);
    expect(left).toContain('"username":"desk"');
    expect(left).toContain('"n":1');
  });

  it('keep a log readable, line by line', () => {
    const lines = redactLog(
      `{"level":30,"msg":"feed connected","password":"hunter2"}\n${PEM}\nplain token=tok-9\n{broken pin: 8264`,
    );
    expect(lines).toContain('"msg":"feed connected"');
    for (const secret of SECRETS) expect(lines).not.toContain(secret);
  });

  it('are the logs, the settings and what the shell knows; no database and no key file', () => {
    mkdirSync(join(folder, 'logs'));
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'logs/emberwatch.log'), '{"msg":"one"}\n');
    writeFileSync(join(folder, 'logs/emberwatch.log.1'), '{"msg":"older"}\n');
    writeFileSync(
      join(folder, 'emberwatch.json'),
      '{"mqtt":{"url":"mqtt://b","password":"hunter2"}}',
    );
    writeFileSync(join(folder, 'data/control-room.db'), 'names');
    writeFileSync(join(folder, 'desk.key'), PEM);
    const files = diagnosticFiles({ userData: folder, about: { version: '1', token: 'tok-9' } });
    expect(Object.keys(files).sort()).toEqual([
      'about.json',
      'emberwatch.json',
      'logs/emberwatch.log',
      'logs/emberwatch.log.1',
    ]);
    const archive = unzipSync(diagnosticArchive(files));
    const text = Object.values(archive)
      .map((bytes) => strFromU8(bytes))
      .join('\n');
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    expect(text).toContain('older');
  });

  it('take the newest part of a log that is long, from a whole line on', () => {
    mkdirSync(join(folder, 'logs'));
    const line = `{"msg":"${'x'.repeat(1000)}"}\n`;
    writeFileSync(join(folder, 'logs/emberwatch.log'), `${line.repeat(6000)}{"msg":"last"}\n`);
    const log = diagnosticFiles({ userData: folder, about: {} })['logs/emberwatch.log']!;
    expect(log.length).toBeLessThan(5.1 * 1024 * 1024);
    expect(log.startsWith('{"msg"')).toBe(true);
    expect(log.trimEnd().endsWith('{"msg":"last"}')).toBe(true);
  });

  it('are named by the machine’s time', () => {
    expect(diagnosticName(new Date(2026, 0, 2, 3, 4))).toBe(
      'emberwatch-diagnostics-20260102-0304.zip',
    );
  });
});
