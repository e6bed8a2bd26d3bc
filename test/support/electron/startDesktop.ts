import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '#shared/contract/contract.ts';
import {
  type BridgeMessage,
  type DesktopBridge,
  readBridgeMessage,
} from '#shared/desktop/bridge.ts';
import type { BrowserWindowStandIn } from './BrowserWindowStandIn.ts';
import type { BuiltDesktop } from './buildDesktop.ts';
import { createElectron, type ElectronStandIn, type StandInOptions } from './createElectron.ts';
import { loadBuilt } from './loadBuilt.ts';
import type { PageStandIn } from './PageStandIn.ts';
import type { WebContentsStandIn } from './WebContentsStandIn.ts';

export type EngineClient = ContractRouterClient<Contract>;

export interface Desktop {
  readonly electron: ElectronStandIn;
  readonly userData: string;
  readonly window: BrowserWindowStandIn;
  readonly contents: WebContentsStandIn;
  /** The page of the newest load. */
  page(): PageStandIn;
  bridge(): DesktopBridge;
  /** The engine process of the newest start. */
  engine(): ElectronStandIn['engines'][number];
  /** The next message from the shell, with a port where it carried one. */
  fromShell(): Promise<{
    readonly message: BridgeMessage | null;
    readonly port: MessagePort | undefined;
  }>;
  /** Asks for the engine as the page does. */
  connect(): Promise<MessagePort>;
  log(): string;
  quit(): Promise<void>;
}

/** Starts the built program and waits until its page is there. */
export async function startDesktop(
  built: BuiltDesktop,
  options: Partial<StandInOptions> = {},
): Promise<Desktop> {
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'emberwatch-desktop-'));
  const electron = createElectron({ ...options, userData });
  // Electron puts it there; nothing that a packed program would find is in it.
  Object.assign(process, { resourcesPath: join(userData, 'resources') });
  const opened = once(electron.app, 'web-contents-created');
  await loadBuilt(built.main, electron.module);
  await Promise.race([opened, refusalToStart(electron)]);
  const [window] = electron.windows;
  if (!window) throw new Error('no window');
  const contents = window.webContents;
  if (!contents.page) await once(contents, 'did-finish-load');

  const page = (): PageStandIn => {
    if (!contents.page) throw new Error('there is no page now');
    return contents.page;
  };
  const bridge = (): DesktopBridge => page().exposed['emberwatch'] as DesktopBridge;
  const fromShell: Desktop['fromShell'] = async () => {
    const { data, ports } = await page().next();
    return { message: readBridgeMessage(data), port: ports[0] };
  };
  return {
    electron,
    userData,
    window,
    contents,
    page,
    bridge,
    engine: () => electron.engines.at(-1)!,
    fromShell,
    connect: async () => {
      bridge().connect();
      const { message, port } = await fromShell();
      if (!port) throw new Error(`no port but ${JSON.stringify(message)}`);
      return port;
    },
    log: () => readFileSync(join(userData, 'logs/emberwatch.log'), 'utf8'),
    quit: async () => {
      electron.app.quit();
      await electron.app.ended;
      rmSync(userData, { recursive: true, force: true });
    },
  };
}

/** An oRPC client as the page makes one. */
export function clientOf(port: MessagePort): EngineClient {
  const client: EngineClient = createORPCClient(new RPCLink({ port }));
  port.start();
  return client;
}

async function refusalToStart(electron: ElectronStandIn): Promise<never> {
  const code = await electron.app.ended;
  const [box] = electron.errorBoxes;
  throw new Error(`the program ended with ${code}: ${box?.content ?? 'without a word'}`);
}
