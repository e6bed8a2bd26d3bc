/** So many devices as were heard last, each with what is remembered of it: the memory of a stream without an end. */
export class RecentDevices<T> {
  readonly #devices = new Map<string, T>();
  readonly #most: number;
  readonly #create: (deviceId: string) => T;
  #forgotten = 0;

  constructor(most: number, create: (deviceId: string) => T) {
    this.#most = most;
    this.#create = create;
  }

  /** How often a device was forgotten to make room for another. */
  get forgotten(): number {
    return this.#forgotten;
  }

  of(deviceId: string): T {
    const known = this.#devices.get(deviceId);
    const device = known ?? this.#create(deviceId);
    // A map keeps the order of insertion: the one heard longest ago is the first.
    if (known !== undefined) this.#devices.delete(deviceId);
    this.#devices.set(deviceId, device);
    if (this.#devices.size > this.#most) {
      const [oldest] = this.#devices.keys();
      this.#devices.delete(oldest!);
      this.#forgotten++;
    }
    return device;
  }
}
