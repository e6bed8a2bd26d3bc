/** Columns of numbers as one compressed blob that names its own device, and whose damage is found before it is read. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { StorageError } from '../StorageError.ts';
import { ByteReader } from './ByteReader.ts';
import { ByteWriter } from './ByteWriter.ts';
import { decodeColumn, encodeColumn } from './columnCodec.ts';
import { RowTable } from './RowTable.ts';
import { COLUMNS } from './rowLayout.ts';

/** First byte of every blob; a change of the form takes the next number and keeps reading this one. */
const FORM = 1;
const PREFIX_BYTES = 5;
/** Above this deflate spends twice the time for two per cent. */
const DEFLATE_LEVEL = 5;

interface RowsHeader {
  readonly device: string;
  readonly thresholds: readonly string[];
}

export function encodeRows(table: RowTable): Buffer {
  const header: RowsHeader = { device: table.deviceId, thresholds: table.versions };
  const columns = Array.from({ length: COLUMNS }, (_, column) => table.column(column));
  return encodeBlob(JSON.stringify(header), columns);
}

/** @throws StorageError `corrupt` when the blob is not what was written. */
export function decodeRows(blob: Uint8Array): RowTable {
  const { header, columns } = decodeBlob(blob);
  const { device, thresholds } = JSON.parse(header) as RowsHeader;
  return new RowTable(device, columns, thresholds);
}

/** @param columns all of one length. */
export function encodeBlob(header: string, columns: readonly Float64Array[]): Buffer {
  const out = new ByteWriter();
  const text = Buffer.from(header);
  out.varint(text.length);
  out.bytes(text);
  out.varint(columns.length);
  out.varint(columns[0]?.length ?? 0);
  for (const column of columns) encodeColumn(column, out);
  const packed = deflateRawSync(out.written(), { level: DEFLATE_LEVEL });
  const blob = Buffer.allocUnsafe(PREFIX_BYTES + packed.length);
  blob[0] = FORM;
  blob.writeUInt32LE(crc32(packed), 1);
  packed.copy(blob, PREFIX_BYTES);
  return blob;
}

/** @throws StorageError `corrupt` when the blob is not what was written. */
export function decodeBlob(blob: Uint8Array): { header: string; columns: Float64Array[] } {
  if (!isIntact(blob)) throw new StorageError('corrupt', 'a packed blob fails its checksum');
  const source = new ByteReader(inflateRawSync(blob.subarray(PREFIX_BYTES)));
  const header = source.bytes(source.varint()).toString();
  const count = source.varint();
  const length = source.varint();
  return { header, columns: Array.from({ length: count }, () => decodeColumn(source, length)) };
}

/** Compares the checksum, which costs a small part of reading the blob. */
export function isIntact(blob: Uint8Array): boolean {
  if (blob.length < PREFIX_BYTES || blob[0] !== FORM) return false;
  const written = new DataView(blob.buffer, blob.byteOffset).getUint32(1, true);
  return written === crc32(blob.subarray(PREFIX_BYTES));
}
