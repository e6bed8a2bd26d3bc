import type { CustomScheme, Protocol } from 'electron';

type Surface = Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>;
type Handler = Parameters<Protocol['handle']>[1];

/** Custom schemes: named once and before the program is ready, answered after it. */
export class ProtocolStandIn implements Surface {
  readonly #isReady: () => boolean;
  readonly #handlers = new Map<string, Handler>();
  #schemes: readonly CustomScheme[] | undefined;

  constructor(isReady: () => boolean) {
    this.#isReady = isReady;
  }

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (this.#isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    if (this.#schemes) throw new Error('registerSchemesAsPrivileged can be called once');
    this.#schemes = schemes;
  }

  handle(scheme: string, handler: Handler): void {
    if (!this.#isReady()) throw new Error('protocol.handle can be called after app is ready');
    if (this.#handlers.has(scheme)) throw new Error(`${scheme} is handled already`);
    this.#handlers.set(scheme, handler);
  }

  privileges(scheme: string): CustomScheme['privileges'] {
    return this.#schemes?.find((s) => s.scheme === scheme)?.privileges;
  }

  /** What Chromium asks for when a page or a window wants the address. */
  async fetch(url: string, init?: RequestInit): Promise<Response> {
    const handler = this.#handlers.get(new URL(url).protocol.replace(/:$/, ''));
    if (!handler) throw new Error(`nobody serves ${url}`);
    return handler(new Request(url, init));
  }
}
