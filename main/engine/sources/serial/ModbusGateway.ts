import type { Logger } from '#engine/log.ts';
import type { ModbusRtuSettings } from '#shared/connections/modbus.ts';
import type { UnitPolls } from '#shared/contract/pollViews.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { messageOf, type PolledUnit, Registers, requestsOf } from '#shared/modbus/readings.ts';
import type { MappedDevice, Profile } from '#shared/modbus/registerMap.ts';
import type { ReadRequest } from '#shared/modbus/requests.ts';
import { deviceTopic } from '#shared/telemetry/deviceTopic.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { FrameHandler, Source } from '../source.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { type FailureKind, ModbusBus, ModbusFailure } from './ModbusBus.ts';
import { PortKeeper, type PortKeeperOptions } from './PortKeeper.ts';
import { unitsSilent } from './serialProblem.ts';
import { UnitState } from './UnitState.ts';

export interface ModbusGatewayParts extends Omit<PortKeeperOptions, 'line'> {
  readonly settings: ModbusRtuSettings;
}

export interface ModbusSource extends Source {
  polls(): readonly UnitPolls[];
}

/** Where a failure is counted. */
const COUNTED_AS = {
  timeout: 'timedOut',
  checksum: 'garbled',
  exception: 'refused',
} as const satisfies Record<Exclude<FailureKind, 'closed'>, keyof UnitState['counts']>;

/** Polls the units of a register map and hands over what they measure as if the devices had published it. */
export function openModbusGateway(parts: ModbusGatewayParts): ModbusSource {
  return new ModbusGateway(parts);
}

/** One device of the map, and when it is asked next. */
interface Polled {
  readonly device: MappedDevice;
  readonly units: readonly {
    readonly unit: number;
    readonly profile: Profile;
    readonly requests: readonly ReadRequest[];
  }[];
  readonly pollMs: number;
  dueAt: EpochMs;
}

class ModbusGateway implements ModbusSource {
  readonly id: string;
  readonly #settings: ModbusRtuSettings;
  readonly #now: () => EpochMs;
  readonly #log: Logger;
  readonly #timers: Timers;
  readonly #keeper: PortKeeper;
  readonly #polled: readonly Polled[];
  readonly #units = new Map<number, UnitState>();
  #bus: ModbusBus | undefined;
  /** Ends the wait that the poll loop is in. */
  #wake: (() => void) | undefined;

  constructor({ settings, ...parts }: ModbusGatewayParts) {
    this.id = parts.id;
    this.#settings = settings;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#timers = parts.timers ?? systemTimers;
    this.#polled = settings.map.devices.map((device) => ({
      device,
      units: device.units.map(({ unit, profile: name }) => {
        const profile = settings.map.profiles[name] as Profile;
        return { unit, profile, requests: requestsOf(profile) };
      }),
      pollMs: device.pollSeconds * 1000,
      dueAt: Number.NEGATIVE_INFINITY,
    }));
    for (const { units } of this.#polled)
      for (const { unit } of units) this.#units.set(unit, new UnitState());
    this.#keeper = new PortKeeper(
      { ...parts, line: settings },
      {
        opened: () => this.#opened(),
        data: (bytes) => this.#bus?.received(bytes),
        closed: () => this.#closed(),
      },
    );
  }

  start(handler: FrameHandler): void {
    this.#keeper.start(handler);
  }

  status(): FeedStatus {
    return this.#keeper.status();
  }

  stop(): Promise<void> {
    return this.#keeper.stop();
  }

  polls(): readonly UnitPolls[] {
    return [...this.#units]
      .sort(([a], [b]) => a - b)
      .map(([unit, { away, counts }]) => ({
        unit,
        devices: this.#devicesOf(unit),
        away,
        ...counts,
      }));
  }

  #devicesOf(unit: number): readonly string[] {
    return this.#polled
      .filter(({ units }) => units.some((other) => other.unit === unit))
      .map(({ device }) => device.deviceId);
  }

  #opened(): void {
    const bus = new ModbusBus((bytes) => this.#keeper.write(bytes), this.#settings.timeoutMs);
    this.#bus = bus;
    this.#poll(bus).catch((error: unknown) => {
      // The loop must not end in silence: nobody would be asked again.
      this.#log.error({ feed: this.id, err: error }, 'the Modbus bus is no longer polled');
    });
  }

  #closed(): void {
    this.#bus?.close();
    this.#bus = undefined;
    this.#wake?.();
  }

  /** The device that waits longest is next, so that none starves however slow the others are. */
  async #poll(bus: ModbusBus): Promise<void> {
    while (this.#bus === bus) {
      const next = this.#polled.reduce((first, other) =>
        other.dueAt < first.dueAt ? other : first,
      );
      const wait = next.dueAt - this.#now();
      // A clock that was set back must not stop the polling: nothing waits longer than its interval.
      if (wait > 0) {
        await this.#wait(Math.min(wait, next.pollMs));
        if (wait > next.pollMs) next.dueAt = Number.NEGATIVE_INFINITY;
        continue;
      }
      const polledAt = this.#now();
      next.dueAt = polledAt + next.pollMs;
      try {
        await this.#pollDevice(bus, next, polledAt);
      } catch (error) {
        if (this.#bus !== bus) return;
        this.#log.error({ feed: this.id, err: error, device: next.device.deviceId }, 'poll failed');
      }
    }
  }

  async #pollDevice(bus: ModbusBus, polled: Polled, polledAt: EpochMs): Promise<void> {
    const units: PolledUnit[] = [];
    for (const { unit, profile, requests } of polled.units) {
      const state = this.#units.get(unit) as UnitState;
      const asked = state.isDue(this.#now());
      const registers = asked ? await this.#readUnit(bus, unit, requests, state) : null;
      if (this.#bus !== bus) return;
      if (asked) this.#note(unit, state, registers !== null, polled.pollMs);
      units.push({ profile, registers });
    }
    const message = messageOf(polled.device.deviceId, units, polledAt);
    if (message === null) return;
    const receivedAt = this.#now();
    this.#keeper.heard(receivedAt);
    this.#keeper.handler?.frame({
      sourceId: this.id,
      topic: deviceTopic(message.deviceId),
      payload: Buffer.from(JSON.stringify(message)),
      receivedAt,
      duplicate: false,
      backlog: false,
      ack() {},
    });
  }

  /** @returns null when the unit did not answer every request, or the port has gone */
  async #readUnit(
    bus: ModbusBus,
    unit: number,
    requests: readonly ReadRequest[],
    state: UnitState,
  ): Promise<Registers | null> {
    const registers = new Registers();
    const attempts = state.away ? 1 : this.#settings.retries + 1;
    for (const request of requests) {
      const words = await this.#ask(bus, unit, request, attempts, state);
      if (words === null) return null;
      registers.add(request, words);
    }
    return registers;
  }

  async #ask(
    bus: ModbusBus,
    unit: number,
    request: ReadRequest,
    attempts: number,
    state: UnitState,
  ): Promise<number[] | null> {
    const { pauseMs, timeoutMs } = this.#settings;
    for (let attempt = 1; attempt <= attempts && this.#bus === bus; attempt++) {
      state.counts.asked++;
      try {
        const words = await bus.read(unit, request);
        state.counts.answered++;
        // The answer to the attempt before may still come, and must not be taken for that of the next request.
        await this.#wait(attempt > 1 ? Math.max(pauseMs, timeoutMs / 2) : pauseMs);
        return words;
      } catch (error) {
        if (!(error instanceof ModbusFailure)) throw error;
        if (error.kind === 'closed') return null;
        state.counts[COUNTED_AS[error.kind]]++;
        this.#log.debug({ feed: this.id, unit, ...request, kind: error.kind }, error.message);
        await this.#wait(pauseMs);
        // It was understood and refused: asking again gives the same answer.
        if (error.kind === 'exception') return null;
      }
    }
    return null;
  }

  #note(unit: number, state: UnitState, answered: boolean, pollMs: number): void {
    const changed = answered ? state.answered() : state.missed(this.#now(), pollMs);
    if (changed)
      this.#log.info(
        { feed: this.id, unit, ...state.counts },
        answered ? 'the Modbus unit answers again' : 'the Modbus unit does not answer',
      );
    const silent = this.#polled.flatMap(({ device, units }) =>
      units
        .filter((other) => this.#units.get(other.unit)?.away)
        .map((other) => `${other.unit} (${device.deviceId})`),
    );
    this.#keeper.complain(silent.length > 0 ? unitsSilent(silent) : null);
  }

  /** Ends early when the port goes. */
  async #wait(ms: number): Promise<void> {
    if (ms <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#timers.after(ms, resolve);
    this.#wake = resolve;
    await promise;
    cancel();
    this.#wake = undefined;
  }
}
