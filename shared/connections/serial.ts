/** A gateway on a serial port that sends one JSON message a line (NDJSON): what an administrator says of it. */
import { z } from 'zod';
import { BaudRate, DataBits, PARITIES, PortPath, StopBits } from './serialLine.ts';

/** What is asked of a line's CRC-16. `whenPresent` checks the lines that have one and takes those that don't. */
const LINE_CHECKSUMS = ['off', 'whenPresent', 'required'] as const;
export type LineChecksum = (typeof LINE_CHECKSUMS)[number];

export const SerialNdjsonSettings = z.strictObject({
  kind: z.literal('serialNdjson'),
  path: PortPath,
  baudRate: BaudRate.default(115_200),
  dataBits: DataBits.default(8),
  parity: z.enum(PARITIES).default('none'),
  stopBits: StopBits.default(1),
  flowControl: z.enum(['none', 'rtsCts', 'xonXoff']).default('none'),
  checksum: z.enum(LINE_CHECKSUMS).default('whenPresent'),
  /** A longer line is refused and its bytes are not kept. */
  maximumLineBytes: z.int().min(256).max(131_072).default(8_192),
  /** A port that is open and says nothing for this long is a problem; 0 never. */
  silentAfterSeconds: z.int().min(0).max(86_400).default(120),
});
export type SerialNdjsonSettings = z.output<typeof SerialNdjsonSettings>;
