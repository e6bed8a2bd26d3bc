/** A serial port and how characters go over it: the same for every gateway behind one. */
import { z } from 'zod';

export const PARITIES = ['none', 'even', 'odd'] as const;
type Parity = (typeof PARITIES)[number];

/** `/dev/ttyUSB0`, better `/dev/serial/by-id/…`, which stays the same when the adapter is plugged in elsewhere; `COM3`. */
export const PortPath = z
  .string()
  .trim()
  .min(1)
  .max(260)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be in it.
  .regex(/^[^\u0000-\u001f\u007f]*$/);

export const BaudRate = z.int().min(300).max(4_000_000);
export const DataBits = z.union([z.literal(7), z.literal(8)]);
export const StopBits = z.union([z.literal(1), z.literal(2)]);

export interface SerialLine {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: Parity;
  readonly stopBits: 1 | 2;
}

/** As people write it: `9600 8N1`. */
function describeLine({ baudRate, dataBits, parity, stopBits }: SerialLine): string {
  return `${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
}

/** For screens and logs: a port has no address of its own, so it is written like one. */
export const serialAddress = (line: SerialLine): string =>
  `serial:${line.path} (${describeLine(line)})`;
