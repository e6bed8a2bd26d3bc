import { EventEmitter } from 'node:events';

/** `ipcMain`: arguments arrive as copies, and a channel without a listener is an error and not silence. */
export class IpcMainStandIn extends EventEmitter {
  receive(channel: string, event: object, args: readonly unknown[]): void {
    if (this.listenerCount(channel) === 0) {
      throw new Error(`nobody in the main process listens to ${channel}`);
    }
    this.emit(channel, event, ...structuredClone(args));
  }
}
