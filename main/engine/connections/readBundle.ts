import type { z } from 'zod';
import { BUNDLE_VERSION, BundleHead, ConnectionBundle } from '#shared/connections/bundle.ts';
import type { ImportProblemCode } from '#shared/connections/importing.ts';
import type { ImportedFile } from './importedFile.ts';

export interface BundleFound
  extends Pick<
    ConnectionBundle,
    'name' | 'kind' | 'endpoint' | 'topic' | 'clientId' | 'username' | 'password'
  > {
  readonly pems: readonly string[];
}

interface BundleRefused {
  readonly problem: ImportProblemCode;
  readonly detail: string;
}

/** @param beside files that a bundle in a zip may name instead of holding their text */
export function readBundle(
  text: string,
  file: string,
  beside: readonly ImportedFile[],
): BundleFound | BundleRefused {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'badBundle', detail: 'JSON' };
  }
  const head = BundleHead.safeParse(json);
  if (!head.success) return { problem: 'badBundle', detail: fieldsOf(head.error) };
  if (head.data.version > BUNDLE_VERSION)
    return { problem: 'newerBundle', detail: String(head.data.version) };
  const bundle = ConnectionBundle.safeParse(json);
  // The names of the fields alone: a value may be a secret.
  if (!bundle.success) return { problem: 'badBundle', detail: fieldsOf(bundle.error) };
  const { certificate, privateKey, ca, format: _f, version: _v, ...rest } = bundle.data;
  const pems: string[] = [];
  for (const value of [certificate, privateKey, ca]) {
    if (value === undefined) continue;
    if (value.includes('-----BEGIN ')) pems.push(value);
    // A file that is there is read for itself, with all the others.
    else if (!beside.some(({ name }) => name !== file && name === value))
      return { problem: 'badBundle', detail: value.slice(0, 100) };
  }
  return { ...rest, pems };
}

const fieldsOf = (error: z.ZodError): string =>
  [
    ...new Set(
      error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'format'],
      ),
    ),
  ]
    .join(', ')
    .slice(0, 200);
