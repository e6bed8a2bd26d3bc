/** What is typed for new credentials, and what is asked of the engine for it. */
import { isDeviceId } from '#shared/telemetry/wireMessage.ts';

export interface CredentialDraft {
  readonly who: 'device' | 'gateway';
  readonly name: string;
  /** Of a gateway, one a line. */
  readonly devices: string;
  readonly proof: 'password' | 'made' | 'given';
  /** PEM, of one that is registered. */
  readonly certificate: string;
}

export const EMPTY_DRAFT: CredentialDraft = {
  who: 'device',
  name: '',
  devices: '',
  proof: 'password',
  certificate: '',
};

export interface CredentialAsked {
  readonly name: string;
  readonly devices: string[];
  readonly proof: { kind: 'password' } | { kind: 'certificate'; certificate: string | null };
}

/** @returns the fields that can't be used as they are, or what is asked for */
export function askedFor(
  draft: CredentialDraft,
): { readonly asked: CredentialAsked } | { readonly wrong: readonly ('name' | 'devices')[] } {
  const name = draft.name.trim();
  const devices = draft.who === 'device' ? [name] : idsIn(draft.devices);
  const wrong: ('name' | 'devices')[] = [];
  if (!isDeviceId(name)) wrong.push('name');
  if (draft.who === 'gateway' && (devices.length === 0 || !devices.every(isDeviceId)))
    wrong.push('devices');
  if (wrong.length > 0) return { wrong };
  return { asked: { name, devices, proof: proofOf(draft) } };
}

function proofOf({ proof, certificate }: CredentialDraft): CredentialAsked['proof'] {
  switch (proof) {
    case 'password':
      return { kind: 'password' };
    case 'made':
      return { kind: 'certificate', certificate: null };
    case 'given':
      return { kind: 'certificate', certificate };
  }
}

/** One a line, as they are copied from a list; blank lines and repetitions are no mistake. */
function idsIn(text: string): string[] {
  const ids = text.split('\n').map((line) => line.trim());
  return [...new Set(ids.filter((id) => id !== ''))];
}
