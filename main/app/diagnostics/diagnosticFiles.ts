import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { redactLog, redactText, redactValue } from './redact.ts';

/** Of each log, its newest part. */
const MAX_LOG_BYTES = 5 * 1024 * 1024;

export interface DiagnosticSources {
  /** The program's data folder. Nothing of its databases is taken: they hold people's names and the building. */
  readonly userData: string;
  /** Versions, displays, graphics: what the shell can say of itself. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** The files of one archive, with secrets taken out of each. */
export function diagnosticFiles({ userData, about }: DiagnosticSources): Record<string, string> {
  const files: Record<string, string> = {
    'about.json': JSON.stringify(redactValue(about), null, 2),
  };
  const logs = join(userData, 'logs');
  for (const name of listed(logs)) {
    if (/\.log(\.\d+)?$/.test(name)) files[`logs/${name}`] = redactLog(tail(join(logs, name)));
  }
  for (const name of ['emberwatch.json', 'windows.json', 'graphics.json', 'updates.json']) {
    const text = textOf(join(userData, name));
    if (text !== null) files[name] = redactJson(text);
  }
  return files;
}

export function diagnosticArchive(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
  );
}

/** `emberwatch-diagnostics-20260102-0304.zip`, in the machine's own time. */
export function diagnosticName(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `emberwatch-diagnostics-${day}-${two(now.getHours())}${two(now.getMinutes())}.zip`;
}

function redactJson(text: string): string {
  try {
    return JSON.stringify(redactValue(JSON.parse(text)), null, 2);
  } catch {
    // A file that is not in order is part of what is to be found out.
    return redactText(text);
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** From the first whole line on. */
function tail(file: string): string {
  const { size } = statSync(file);
  if (size <= MAX_LOG_BYTES) return readFileSync(file, 'utf8');
  const bytes = Buffer.alloc(MAX_LOG_BYTES);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, bytes, 0, bytes.length, size - bytes.length);
  } finally {
    closeSync(handle);
  }
  const text = bytes.toString('utf8');
  return text.slice(text.indexOf('\n') + 1);
}
