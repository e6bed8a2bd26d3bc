/** Meters and relays on an RS-485 bus that the desk polls (Modbus RTU): what an administrator says of it. */
import { z } from 'zod';
import { RegisterMap } from '../modbus/registerMap.ts';
import { BaudRate, DataBits, PARITIES, PortPath, StopBits } from './serialLine.ts';

export const ModbusRtuSettings = z.strictObject({
  kind: z.literal('modbusRtu'),
  path: PortPath,
  /** 19200 8E1 is the default of the standard (Modbus over serial line V1.02, 2.5.1); many makers ship 9600 8N1. */
  baudRate: BaudRate.default(19_200),
  dataBits: DataBits.default(8),
  parity: z.enum(PARITIES).default('even'),
  stopBits: StopBits.default(1),
  /** How long a unit may take to answer, ms. */
  timeoutMs: z.int().min(50).max(10_000).default(1_000),
  /** How often a request is sent again in the same poll before the unit counts as not answering. */
  retries: z.int().min(0).max(5).default(1),
  /** Quiet on the bus between two requests, ms, beyond the 3.5 characters of the standard. */
  pauseMs: z.int().min(0).max(1_000).default(20),
  /** The content of the register-map file. */
  map: RegisterMap,
});
export type ModbusRtuSettings = z.output<typeof ModbusRtuSettings>;
