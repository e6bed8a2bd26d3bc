/** CRC-16/MODBUS, the checksum of Modbus RTU frames and of our gateways' lines. */

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xa001 : remainder >>> 1;
  return remainder;
});

/**
 * Polynomial 0x8005, reflected (0xA001), start 0xFFFF, no final XOR: Modbus over serial line V1.02, 6.2.2.
 *
 * @returns 0 … 65535; 0x4B37 for the nine characters `123456789`
 */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] as number);
  return crc;
}
