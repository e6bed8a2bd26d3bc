import type { FrameHandler, Source } from './source.ts';

/** The ways into the engine that are open now. They come and go while it runs. */
export class SourceRack {
  readonly #open: Source[] = [];
  #handler: FrameHandler | undefined;

  /** Always the present ones: whoever keeps this list sees what comes and goes. */
  get list(): readonly Source[] {
    return this.#open;
  }

  /** Starts what is there, and from then on what is added. */
  start(handler: FrameHandler): void {
    this.#handler = handler;
    for (const source of this.#open) source.start(handler);
  }

  add(source: Source): void {
    if (this.#open.some(({ id }) => id === source.id))
      throw new Error(`source ${source.id} is there already`);
    this.#open.push(source);
    if (!this.#handler) return;
    source.start(this.#handler);
    this.#handler.changed();
  }

  /**
   * Closes one way. What has come by it is committed and acknowledged first; what comes between that and its end is
   * the sender's to repeat, as after a crash.
   */
  async remove(id: string): Promise<void> {
    const source = this.#open.find((one) => one.id === id);
    if (!source) return;
    this.#handler?.windowFull();
    await source.stop();
    this.#open.splice(this.#open.indexOf(source), 1);
    this.#handler?.changed();
  }

  /** After the machine slept. */
  redial(): void {
    for (const source of this.#open) source.redial?.();
  }

  async stop(): Promise<void> {
    this.#handler = undefined;
    await Promise.all(this.#open.map((source) => source.stop()));
  }
}
