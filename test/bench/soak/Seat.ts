/** A page that stays open: it follows the live feed, and says how long a reading takes to it. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import {
  connectSocket,
  type SocketClient,
  type SocketConnection,
} from '../../support/socketClient.ts';

export class Seat {
  readonly client: SocketClient;
  readonly #connection: SocketConnection;
  readonly #ending = new AbortController();
  readonly #following: Promise<void>;
  /** Who waits for which reading of which device. */
  readonly #awaited = new Map<
    string,
    { readonly measuredAt: EpochMs; readonly seen: () => void }
  >();
  events = 0;

  private constructor(connection: SocketConnection) {
    this.#connection = connection;
    this.client = connection.client;
    this.#following = this.#follow();
  }

  static async open(url: string): Promise<Seat> {
    return new Seat(await connectSocket(url));
  }

  /** Resolves when the reading is in an event of the live feed. */
  reading(deviceId: string, measuredAt: EpochMs): Promise<void> {
    return new Promise((seen) => this.#awaited.set(deviceId, { measuredAt, seen }));
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#following;
    await this.#connection.close();
  }

  async #follow(): Promise<void> {
    try {
      for await (const { devices } of await this.client.desk.live(undefined, {
        signal: this.#ending.signal,
      })) {
        this.events++;
        for (const { id, measuredAt } of devices) {
          const awaited = this.#awaited.get(id);
          if (!awaited || measuredAt !== awaited.measuredAt) continue;
          this.#awaited.delete(id);
          awaited.seen();
        }
      }
    } catch (error) {
      if (!this.#ending.signal.aborted) throw error;
    }
  }
}
