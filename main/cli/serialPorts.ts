/** The options that say which serial ports to listen to, and the list of those that the machine has. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { EngineOptions } from '#engine/Engine.ts';
import type { PortFacts } from '#engine/sources/serial/listSerialPorts.ts';
import { ModbusRtuSettings } from '#shared/connections/modbus.ts';
import { SerialNdjsonSettings } from '#shared/connections/serial.ts';
import { explainMap, RegisterMap } from '#shared/modbus/registerMap.ts';
import { CliError } from './exitCodes.ts';
import { messageOf } from './options.ts';

/** Commander's words for the options that name serial ports. */
export interface SerialOptions {
  readonly serial?: readonly string[];
  readonly modbus?: readonly string[];
}

/** @throws {CliError} when a word isn't understood, or a register map can't be used */
export function serialPortsOf({
  serial,
  modbus,
}: SerialOptions): Pick<EngineOptions, 'serial' | 'modbus'> {
  return {
    ...(serial && { serial: serial.map(serialPort) }),
    ...(modbus && { modbus: modbus.map(modbusBus) }),
  };
}

/** `/dev/ttyUSB0,9600,8N1,crc` @throws {CliError} naming the word that isn't understood */
export function serialPort(text: string): SerialNdjsonSettings {
  const [path = '', ...words] = text.split(',').map((word) => word.trim());
  const required = words.includes('crc');
  return checked(SerialNdjsonSettings, text, {
    kind: 'serialNdjson',
    path,
    ...lineOf(words.filter((word) => word !== 'crc')),
    ...(required && { checksum: 'required' }),
  });
}

/** `/dev/ttyUSB1,19200,8E1,meters.json` @throws {CliError} naming what in the file is wrong, and where */
export function modbusBus(text: string): ModbusRtuSettings {
  const [path = '', ...words] = text.split(',').map((word) => word.trim());
  const file = words.at(-1);
  if (file === undefined || extname(file) !== '.json')
    throw new CliError(`--modbus ${text}: the register map (a .json file) comes last`);
  const line = lineOf(words.slice(0, -1));
  const map = readMap(file);
  return checked(ModbusRtuSettings, text, { kind: 'modbusRtu', path, ...line, map });
}

/** @throws {CliError} */
function readMap(file: string): RegisterMap {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CliError(`${file}: ${messageOf(error)}`);
  }
  const { success, data, error } = RegisterMap.safeParse(content);
  if (!success)
    throw new CliError(`${file} is no register map:\n  ${explainMap(error).join('\n  ')}`);
  return data;
}

const PARITY = { N: 'none', E: 'even', O: 'odd' } as const;

function lineOf(words: readonly string[]) {
  let line = {};
  for (const word of words) {
    const framing = /^([78])([NEO])([12])$/i.exec(word);
    if (framing) {
      const [, data, parity, stop] = framing;
      line = {
        ...line,
        dataBits: Number(data),
        parity: PARITY[parity?.toUpperCase() as 'N'],
        stopBits: Number(stop),
      };
    } else if (/^\d+$/.test(word)) line = { ...line, baudRate: Number(word) };
    else throw new CliError(`"${word}" is neither a baud rate nor a framing such as 8N1`);
  }
  return line;
}

function checked<T>(
  schema: {
    safeParse(value: unknown): {
      success: boolean;
      data?: T;
      error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
    };
  },
  text: string,
  value: unknown,
): T {
  const { data, error } = schema.safeParse(value);
  if (data !== undefined) return data;
  const first = error?.issues[0];
  throw new CliError(`${text}: ${first?.path.join('.')}: ${first?.message}`);
}

/**
 * One line for each port, a tab between its name and what is known of it.
 *
 * @returns how many there are
 */
export async function listPorts(
  out: (text: string) => void,
  list: () => Promise<readonly PortFacts[]>,
): Promise<number> {
  const ports = await list();
  for (const { path, manufacturer, serialNumber, vendorId, productId } of ports) {
    const usb = vendorId && productId ? `USB ${vendorId}:${productId}` : undefined;
    const facts = [manufacturer, serialNumber, usb].filter((fact) => fact !== undefined);
    out(`${path}\t${facts.join(' ')}\n`);
  }
  return ports.length;
}
