import ModbusRTU from 'modbus-serial';
import type { ReadRequest } from '#shared/modbus/requests.ts';
import { RtuPort } from './rtuPort.ts';

export type FailureKind = 'timeout' | 'checksum' | 'exception' | 'closed';

export class ModbusFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.name = 'ModbusFailure';
    this.kind = kind;
  }
}

/** The master of one bus, while its port is open. One request at a time. */
export class ModbusBus {
  readonly #port: RtuPort;
  readonly #client: ModbusRTU;
  readonly #closed = Promise.withResolvers<never>();

  constructor(send: (bytes: Uint8Array) => void, timeoutMs: number) {
    this.#port = new RtuPort(send);
    this.#client = new ModbusRTU(this.#port);
    this.#client.open(() => {});
    this.#client.setTimeout(timeoutMs);
    // Nobody may be reading when the port goes.
    this.#closed.promise.catch(() => {});
    this.#client.on('error', () => {});
  }

  received(bytes: Uint8Array): void {
    this.#port.received(bytes);
  }

  /** @returns registers of 0 … 65535. @throws ModbusFailure */
  async read(unit: number, { function: code, address, count }: ReadRequest): Promise<number[]> {
    this.#client.setID(unit);
    try {
      const answer =
        code === 3
          ? this.#client.readHoldingRegisters(address, count)
          : this.#client.readInputRegisters(address, count);
      const { data } = await Promise.race([answer, this.#closed.promise]);
      return data;
    } catch (error) {
      throw failureOf(error);
    } finally {
      this.#port.forget();
    }
  }

  close(): void {
    this.#port.close();
    this.#closed.reject(new ModbusFailure('closed', 'the port was closed'));
  }
}

function failureOf(error: unknown): ModbusFailure {
  if (error instanceof ModbusFailure) return error;
  const { message = String(error), errno, modbusCode } = error as Partial<ModbusError>;
  if (modbusCode !== undefined) return new ModbusFailure('exception', message);
  if (errno === 'ETIMEDOUT') return new ModbusFailure('timeout', 'no answer in time');
  if (errno === 'ECONNREFUSED') return new ModbusFailure('closed', message);
  return new ModbusFailure('checksum', message);
}

/** What modbus-serial throws, which its types don't say. */
interface ModbusError {
  readonly message: string;
  readonly errno: string;
  readonly modbusCode: number;
}
