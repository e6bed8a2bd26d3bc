/** The stand-in is only worth what it refuses. */
import { expect, it } from 'vitest';
import { createElectron } from '../../support/electron/createElectron.ts';
import { IpcMainStandIn } from '../../support/electron/IpcMainStandIn.ts';
import { MessageChannelStandIn } from '../../support/electron/MessagePortStandIn.ts';

const electron = () => createElectron({ userData: '/nowhere' });

it('copies what crosses between processes, and refuses what can’t be copied', () => {
  const ipcMain = new IpcMainStandIn();
  const received: unknown[] = [];
  ipcMain.on('channel', (_event, value: unknown) => received.push(value));
  const sent = { nested: { n: 1 } };
  ipcMain.receive('channel', {}, [sent]);
  expect(received[0]).toEqual(sent);
  expect(received[0]).not.toBe(sent);
  expect(() => ipcMain.receive('channel', {}, [() => undefined])).toThrow('could not be cloned');
});

it('refuses a message that nobody listens to', () => {
  expect(() => new IpcMainStandIn().receive('channel', {}, [])).toThrow('nobody');
});

it('neuters a port that was given away', () => {
  const { port1, port2 } = new MessageChannelStandIn();
  port1.detach();
  expect(() => port1.postMessage('late')).toThrow('transferred');
  expect(() => port2.postMessage('x', [port1 as never])).toThrow('transferred');
  expect(() => port2.postMessage('x', [{} as never])).toThrow('not valid');
  port2.close();
});

it('holds messages back until a port is started', async () => {
  const { port1, port2 } = new MessageChannelStandIn();
  const received: unknown[] = [];
  const second = new Promise((resolve) => {
    port2.on('message', ({ data }) => received.push(data) === 2 && resolve(null));
  });
  port1.postMessage(1);
  await new Promise(setImmediate);
  expect(received).toEqual([]);
  port2.start();
  port1.postMessage(2);
  await second;
  expect(received).toEqual([1, 2]);
  port1.close();
});

it('insists on what Electron wants before it is ready', async () => {
  const { app, module } = electron();
  await app.whenReady();
  expect(() => module.protocol.registerSchemesAsPrivileged([])).toThrow('before app is ready');
  expect(() => app.enableSandbox()).toThrow('before app is ready');
});

it('insists on what Electron wants after it is ready', () => {
  const { module } = electron();
  expect(() => new module.BrowserWindow()).toThrow('before app is ready');
  expect(() => module.utilityProcess.fork('/engine.js')).toThrow('before app is ready');
  expect(() => module.protocol.handle('app', () => new Response())).toThrow('after app is ready');
});

it('takes the privileges of schemes once', () => {
  const { module } = electron();
  module.protocol.registerSchemesAsPrivileged([]);
  expect(() => module.protocol.registerSchemesAsPrivileged([])).toThrow('once');
});

it('allows what nobody forbids, as Electron does', async () => {
  const { app, module, windows } = electron();
  await app.whenReady();
  expect(module.session.defaultSession.ask('media', 'https://example.com')).toEqual({
    requested: true,
    checked: true,
  });
  expect(() => new module.BrowserWindow({ webPreferences: { sandbox: true } })).toThrow('unsafe');
  expect(windows).toHaveLength(0);
});
