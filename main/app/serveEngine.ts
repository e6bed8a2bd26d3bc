import type { AnyContractRouter } from '@orpc/contract';
import { onError, type Router } from '@orpc/server';
import { RPCHandler } from '@orpc/server/websocket';
import type { MessageEvent, MessagePortMain } from 'electron';
import type { Logger } from '#engine/log.ts';
import { logRpcFailure } from '#engine/logRpcFailure.ts';
import type { DeskSummary } from '#shared/desktop/summary.ts';
import { EngineCommand, type EngineSettings } from './engineCommand.ts';
import { keepTelling } from './keepTelling.ts';
import type { SealAnswer } from './sealMessages.ts';
import { servePort } from './servePort.ts';

/** As much of an engine as its process needs. */
export interface ServedEngine {
  readonly router: Router<AnyContractRouter, Record<never, never>>;
  close(): Promise<void>;
  /** Looks after its connections at once instead of at their next time-out. */
  resumed?(): void;
  /** For the tray and the notifications. */
  readonly summary?: () => DeskSummary;
}

export interface EngineHost {
  readonly parentPort: { on(event: 'message', obey: (message: MessageEvent) => void): unknown };
  readonly start: (settings: EngineSettings) => Promise<ServedEngine>;
  /** Told what the shell sealed or opened. */
  readonly sealed?: (answer: SealAnswer) => void;
  /** Passes a summary on to the shell. */
  readonly tell?: (summary: DeskSummary) => void;
  readonly exit: (code: number) => void;
  readonly log: Logger;
}

/**
 * The engine's side of the desktop: starts the engine once told to, gives every port that arrives an oRPC server, and
 * closes in order. Any failure ends the process, because the shell restarts a dead engine and can't mend a sick one.
 */
export function serveEngine({ parentPort, start, sealed, tell, exit, log }: EngineHost): void {
  // Ports that arrive while the engine starts wait here; what pages post to them meanwhile is queued by the ports.
  let running: Promise<Serving> | undefined;

  const fail = (error: unknown): void => {
    log.fatal({ err: error }, 'the engine process failed');
    exit(1);
  };

  const obey = async (command: EngineCommand, port: MessagePortMain | undefined): Promise<void> => {
    if (command.type === 'start') {
      if (running) throw new Error('started twice');
      running = start(command.settings).then((engine) => serving(engine, log));
      const { engine } = await running;
      const { summary } = engine;
      if (summary && tell) keepTelling(summary, tell, log);
      log.info('the engine runs');
      return;
    }
    if (command.type === 'shutdown') {
      await (await running)?.engine.close();
      exit(0);
      return;
    }
    if (command.type === 'sealed') {
      sealed?.(command);
      return;
    }
    if (!running) throw new Error(`${command.type} before start`);
    const { engine, handler } = await running;
    if (command.type === 'resumed') engine.resumed?.();
    else if (port) servePort(port, handler, log);
    else throw new Error('a client without a port');
  };

  parentPort.on('message', ({ data, ports }: MessageEvent) => {
    const command = EngineCommand.safeParse(data);
    if (command.success) obey(command.data, ports[0]).catch(fail);
    else fail(command.error);
  });
}

interface Serving {
  readonly engine: ServedEngine;
  readonly handler: RPCHandler<Record<never, never>>;
}

function serving(engine: ServedEngine, log: Logger): Serving {
  const handler = new RPCHandler(engine.router, {
    interceptors: [onError((error) => logRpcFailure(log, error))],
  });
  return { engine, handler };
}
