/**
 * The bridge between the page and the desktop shell, and nothing else. The page gets two functions without
 * arguments and no way to name a channel, so a compromised page can say only what `shared/contract` allows.
 */
import { contextBridge, ipcRenderer } from 'electron';
import {
  BRIDGE_NAME,
  type BridgeMessage,
  type DesktopBridge,
  ENGINE_LOST,
  ENGINE_PORT,
  SCREEN_LOCKED,
  SHELL_CHANNELS,
  SHOW_ALARM,
} from '#shared/desktop/bridge.ts';

function toPage(message: BridgeMessage, ports: MessagePort[] = []): void {
  // Ports can't pass contextBridge; a message to our own window, and to no other origin, can carry them.
  window.postMessage(message, window.location.origin, ports);
}

ipcRenderer.on(ENGINE_PORT, (event) => toPage({ type: ENGINE_PORT }, event.ports));
ipcRenderer.on(ENGINE_LOST, (_event, willRetryInMs: number | null) => {
  toPage({ type: ENGINE_LOST, willRetryInMs });
});
ipcRenderer.on(SHOW_ALARM, (_event, alarmId: string) => toPage({ type: SHOW_ALARM, alarmId }));
ipcRenderer.on(SCREEN_LOCKED, (_event, locked: boolean) => {
  toPage({ type: SCREEN_LOCKED, locked });
});

contextBridge.exposeInMainWorld(BRIDGE_NAME, {
  connect: () => ipcRenderer.send(SHELL_CHANNELS.connect),
  restartEngine: () => ipcRenderer.send(SHELL_CHANNELS.restartEngine),
} satisfies DesktopBridge);
