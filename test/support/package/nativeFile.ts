import { readFileSync } from 'node:fs';

/** What a compiled file runs on, read from its header. */
export type NativeKind =
  | 'linux x64'
  | 'linux arm64'
  | 'windows x64'
  | 'windows arm64'
  | 'macOS'
  | 'unknown';

const ELF_MACHINES: Readonly<Record<number, NativeKind>> = { 62: 'linux x64', 183: 'linux arm64' };
const PE_MACHINES: Readonly<Record<number, NativeKind>> = {
  34404: 'windows x64',
  43620: 'windows arm64',
};
/** Mach-O, 64 bits, and the container of several. */
const MACH_O = new Set([0xcffaedfe, 0xcafebabe]);

/** ELF header: e_machine at 18. PE: the offset of its header at 60, the machine 4 after it. */
export function nativeKind(file: string): NativeKind {
  const bytes = readFileSync(file);
  if (bytes.length < 64) return 'unknown';
  if (bytes.toString('latin1', 1, 4) === 'ELF')
    return ELF_MACHINES[bytes.readUInt16LE(18)] ?? 'unknown';
  if (bytes.toString('latin1', 0, 2) === 'MZ')
    return PE_MACHINES[bytes.readUInt16LE(bytes.readUInt32LE(60) + 4)] ?? 'unknown';
  return MACH_O.has(bytes.readUInt32BE(0)) ? 'macOS' : 'unknown';
}
