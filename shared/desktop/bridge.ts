/**
 * What the page and the desktop shell say to each other. Nothing else crosses between them: all that the engine
 * offers travels over the port, described by `shared/contract`.
 *
 * The page's side, in order:
 *
 * 1. `window.emberwatch` exists in the desktop program only. Without it the page is in a browser and connects by
 *    WebSocket.
 * 2. Listen to `message` on `window`, and believe an event only when `event.source === window`. Its data is a
 *    `BridgeMessage`; read it with `readBridgeMessage`.
 * 3. Call `window.emberwatch.connect()`, once after listening. It returns nothing; every answer is a message:
 *    - `ENGINE_PORT`, with the port as `event.ports[0]`: an oRPC message port to the engine. Make the link, then call
 *      `port.start()`. A second one replaces the first: close the old port and build the client anew.
 *    - `ENGINE_LOST`: no engine, and whatever port the page held is dead. With `willRetryInMs` the shell starts
 *      another engine after that time and sends a fresh `ENGINE_PORT` unasked; the page needs no timer.
 *      With `null` the shell has given up, which the page must say as loudly as it can. Only a person brings it back.
 * 4. `window.emberwatch.restartEngine()` is that person's button. It does nothing while an engine runs or is due.
 * 5. Two more messages come at any time: `SHOW_ALARM`, when somebody opened a notification or a link, and
 *    `SCREEN_LOCKED`, when the operating system's lock hides the page or no longer does.
 *
 * A reloaded page begins again at 1. Calling `connect()` again is allowed and yields a fresh port.
 */

import { readAlarmId } from '#shared/alarms/identity.ts';

/** What the preload puts at `window.emberwatch`. */
export interface DesktopBridge {
  connect(): void;
  restartEngine(): void;
}

export const BRIDGE_NAME = 'emberwatch';

export const ENGINE_PORT = 'emberwatch:engine-port';
export const ENGINE_LOST = 'emberwatch:engine-lost';

interface EnginePortMessage {
  readonly type: typeof ENGINE_PORT;
}

interface EngineLostMessage {
  readonly type: typeof ENGINE_LOST;
  /** Milliseconds until the next attempt; null when the shell has given up. */
  readonly willRetryInMs: number | null;
}

export const SHOW_ALARM = 'emberwatch:show-alarm';
export const SCREEN_LOCKED = 'emberwatch:screen-locked';

interface ShowAlarmMessage {
  readonly type: typeof SHOW_ALARM;
  readonly alarmId: string;
}

interface ScreenLockedMessage {
  readonly type: typeof SCREEN_LOCKED;
  readonly locked: boolean;
}

export type BridgeMessage =
  | EnginePortMessage
  | EngineLostMessage
  | ShowAlarmMessage
  | ScreenLockedMessage;

/** Site, device and kind are names of at most 128 characters each, escaped. */
const MAX_ALARM_ID = 1024;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
const CONTROL = /[\u0000-\u001f\u007f]/;

/** What an alarm's id may look like: a link from anywhere names one, so nothing else gets through. */
export function isAlarmId(text: string): boolean {
  return text.length <= MAX_ALARM_ID && !CONTROL.test(text) && readAlarmId(text) !== null;
}

/** Page to shell, through the preload. None carries data, so a page can say no more than the name. */
export const SHELL_CHANNELS = {
  connect: 'emberwatch:connect',
  restartEngine: 'emberwatch:restart-engine',
} as const;

/** @returns null for anything else that was posted to the window: extensions and libraries use the same event. */
export function readBridgeMessage(data: unknown): BridgeMessage | null {
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  if (data.type === ENGINE_PORT) return { type: ENGINE_PORT };
  if (data.type === SHOW_ALARM) {
    const { alarmId } = data as { alarmId?: unknown };
    return typeof alarmId === 'string' && isAlarmId(alarmId) ? { type: SHOW_ALARM, alarmId } : null;
  }
  if (data.type === SCREEN_LOCKED) {
    const { locked } = data as { locked?: unknown };
    return typeof locked === 'boolean' ? { type: SCREEN_LOCKED, locked } : null;
  }
  if (data.type !== ENGINE_LOST || !('willRetryInMs' in data)) return null;
  const { willRetryInMs } = data;
  if (willRetryInMs !== null && !(typeof willRetryInMs === 'number' && willRetryInMs >= 0)) {
    return null;
  }
  return { type: ENGINE_LOST, willRetryInMs };
}
