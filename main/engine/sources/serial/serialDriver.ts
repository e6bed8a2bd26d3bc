/** The only place that knows the serial port library. Loaded when a port is first opened: it is a native program. */
import { existsSync } from 'node:fs';
import type { SerialLine } from '#shared/connections/serialLine.ts';

export interface PortLine extends SerialLine {
  readonly flowControl?: 'none' | 'rtsCts' | 'xonXoff';
}

export interface PortEvents {
  opened(): void;
  data(bytes: Uint8Array): void;
  /** Called once, also when it could not be opened; nothing is called after it. @param error null when it was asked for */
  closed(error: Error | null, wasOpen: boolean): void;
}

export interface OpenPort {
  write(bytes: Uint8Array): void;
  /** The adapter is no longer there, whatever the system says of the open port. */
  gone?(): boolean;
  /** Resolves when the port is free for others. */
  close(): Promise<void>;
}

export type PortOpener = (line: PortLine, events: PortEvents) => OpenPort;

export const openSerialPort: PortOpener = (line, events) => {
  let ended = false;
  let wasOpen = false;
  let port: import('serialport').SerialPort | undefined;
  const freed = Promise.withResolvers<void>();
  const end = (error: Error | null) => {
    freed.resolve();
    if (ended) return;
    ended = true;
    events.closed(error, wasOpen);
  };
  const open = async () => {
    const { SerialPort } = await import('serialport');
    if (ended) return freed.resolve();
    port = new SerialPort({
      path: line.path,
      baudRate: line.baudRate,
      dataBits: line.dataBits,
      parity: line.parity,
      stopBits: line.stopBits,
      rtscts: line.flowControl === 'rtsCts',
      xon: line.flowControl === 'xonXoff',
      xoff: line.flowControl === 'xonXoff',
      autoOpen: false,
    });
    port.on('data', (bytes: Buffer) => {
      if (!ended) events.data(bytes);
    });
    // An unplugged adapter emits `close` with an error and no `error`; a failed write the other way round.
    port.on('close', (error: Error | null) => end(error ?? new Error('the port was closed')));
    port.on('error', (error: Error) => {
      if (port?.isOpen === true) port.close(() => end(error));
      else end(error);
    });
    port.open((error) => {
      if (error) return end(error);
      // Asked to close while it opened.
      if (ended) return port?.close(() => freed.resolve());
      wasOpen = true;
      events.opened();
    });
  };
  open().catch((error: unknown) => end(error instanceof Error ? error : new Error(String(error))));
  return {
    write(bytes) {
      if (port?.isOpen === true) port.write(bytes);
    },
    // Windows has no file for a port, and tells of every one that goes.
    gone: () => line.path.startsWith('/') && !existsSync(line.path),
    close() {
      ended = true;
      if (port?.isOpen === true) port.close(() => freed.resolve());
      else if (port?.opening !== true) freed.resolve();
      return freed.promise;
    },
  };
};
