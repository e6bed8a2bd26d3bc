/** Which devices a walk test covers now, for the marks on the plan and in the lists. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeskStatus } from '#shared/contract/views.ts';
import type { Request } from './engineClient.ts';

const NOTHING: ReadonlySet<string> = new Set();

export class UnderTest {
  readonly state: StoreApi<{ readonly devices: ReadonlySet<string> }>;
  readonly #request: Request;
  #testId: string | null = null;

  constructor(request: Request) {
    this.#request = request;
    this.state = createStore(() => ({ devices: NOTHING }));
  }

  /** Told of every live event: a test's devices don't change while it lasts, so they are asked for once. */
  heard({ walkTest }: DeskStatus): void {
    const id = walkTest?.id ?? null;
    if (id === this.#testId) return;
    this.#testId = id;
    if (id === null) this.state.setState({ devices: NOTHING });
    else this.#fetch(id);
  }

  async #fetch(id: string): Promise<void> {
    try {
      const test = await this.#request((client, options) =>
        client.walkTest.current(undefined, options),
      );
      if (test?.id === this.#testId)
        this.state.setState({ devices: new Set(test.list.map((device) => device.id)) });
    } catch {
      // The next event asks again.
      if (this.#testId === id) this.#testId = null;
    }
  }
}
