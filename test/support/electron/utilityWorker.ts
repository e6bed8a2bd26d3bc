/** Runs a built entry as Electron's `utilityProcess` would: with a parent port, and without the `electron` module. */
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { MessagePortStandIn } from './MessagePortStandIn.ts';

interface Delivered {
  readonly message: unknown;
  readonly ports: readonly MessagePort[];
}

const { modulePath } = workerData as { readonly modulePath: string };
const shell = parentPort;
if (!shell) throw new Error('runs as a worker thread only');

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') throw new Error('a utility process must not need `electron`');
    return next(specifier, context);
  },
});

// A process owns its descriptors 1 and 2; a thread shares those of its host, so what is written to them (pino does)
// is led into the thread's own streams.
const { writeSync } = fs;
Object.assign(fs, {
  writeSync: (fd: number, data: string, ...rest: []) => {
    if (fd !== 1 && fd !== 2) return writeSync(fd, data, ...rest);
    process[fd === 1 ? 'stdout' : 'stderr'].write(data);
    return Buffer.byteLength(data);
  },
});
syncBuiltinESMExports();

const port = Object.assign(new EventEmitter(), {
  postMessage: (message: unknown) => shell.postMessage(message),
});
// Messages wait until somebody listens, as electron.d.ts says of `ParentPort`.
const waiting: Delivered[] = [];
const deliver = ({ message, ports }: Delivered): void => {
  port.emit('message', { data: message, ports: ports.map((raw) => new MessagePortStandIn(raw)) });
};
shell.on('message', (delivered: Delivered) => {
  if (port.listenerCount('message') > 0) deliver(delivered);
  else waiting.push(delivered);
});
port.on('newListener', (event) => {
  if (event === 'message') queueMicrotask(() => waiting.splice(0).forEach(deliver));
});
Object.defineProperty(process, 'parentPort', { value: port });

await import(pathToFileURL(modulePath).href);
