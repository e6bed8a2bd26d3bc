/**
 * The form of a connection: which fields each kind has, what is typed in them, and what is still wrong. The contract's
 * own schema judges, so that there is one. A field is known by its path in the configuration.
 */
import { z } from 'zod';
import {
  ConnectionConfig,
  type ConnectionKind,
  type ConnectionSecret,
  type ConnectionSettings,
  secretsNeeded,
} from '#shared/connections/connection.ts';
import type { ImportProposal } from '#shared/connections/importing.ts';
import { explainMap, RegisterMap } from '#shared/modbus/registerMap.ts';
import { type FieldSpec, FORM_FIELDS, secretOf, type Typed } from './connectionFields.ts';

// The schema library otherwise tries to compile its checks, which the page's security policy refuses and reports.
z.config({ jitless: true });

export interface ConnectionDraft {
  readonly kind: ConnectionKind;
  readonly name: string;
  readonly enabled: boolean;
  readonly typed: Typed;
}

/** The fields that are shown for what has been typed so far. */
export const shownFields = ({ kind, typed }: Pick<ConnectionDraft, 'kind' | 'typed'>) =>
  FORM_FIELDS[kind].filter(({ when }) => when?.(typed) ?? true);

function initialOf(kind: ConnectionKind): Typed {
  const typed: Record<string, string> = {};
  // The first that names a path gives its beginning: a port that two ways share begins as the first's.
  for (const { path, initial = '' } of FORM_FIELDS[kind]) typed[path] ??= initial;
  return typed;
}

export const newConnection = (kind: ConnectionKind): ConnectionDraft => ({
  kind,
  name: '',
  enabled: true,
  typed: initialOf(kind),
});

/** Another kind begins anew, with the name that was given. */
export const withKind = (draft: ConnectionDraft, kind: ConnectionKind): ConnectionDraft =>
  draft.kind === kind ? draft : { ...newConnection(kind), name: draft.name };

/** With what goes along with it: another way of signing in has another port. */
export function withTyped(draft: ConnectionDraft, path: string, value: string): ConnectionDraft {
  const along: Typed =
    path === 'auth.type' ? { 'auth.port': value === 'certificate' ? '8883' : '443' } : {};
  return { ...draft, typed: { ...draft.typed, ...along, [path]: value } };
}

export function draftOfConnection({ name, enabled, settings }: ConnectionConfig): ConnectionDraft {
  const typed: Record<string, string> = { ...initialOf(settings.kind) };
  for (const { path } of FORM_FIELDS[settings.kind]) {
    const value = valueAt(settings, path);
    if (Array.isArray(value)) typed[path] = value.join(', ');
    else if (typeof value === 'object' && value !== null)
      typed[path] = JSON.stringify(value, null, 2);
    else if (value !== undefined) typed[path] = value === false ? '' : String(value);
  }
  return { kind: settings.kind, name, enabled, typed };
}

/** What imported files say goes into the form; what they don't stays as it is. */
export function withImport(
  before: ConnectionDraft,
  { kind, name, endpoint, topicFilter, clientId, username, certificate, ca }: ImportProposal,
  mayChangeKind: boolean,
): ConnectionDraft {
  // Certificates alone fit either kind: only an address tells which it is.
  const wanted = endpoint !== null && mayChangeKind ? kind : before.kind;
  const draft = withKind(before, wanted);
  const said: Record<string, string | null> =
    draft.kind === 'lanBroker'
      ? { 'certificate.type': certificate && 'given', 'certificate.chain': certificate }
      : {
          topicFilter,
          clientId,
          ca,
          ...(draft.kind === 'awsIot'
            ? {
                endpoint,
                'auth.certificate': certificate,
                'auth.type': certificate && 'certificate',
                'auth.username': username,
              }
            : {
                url: endpoint?.includes('://') === false ? `mqtts://${endpoint}` : endpoint,
                username,
                certificate,
              }),
        };
  const typed = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
  return {
    ...draft,
    name: draft.name === '' ? (name ?? '') : draft.name,
    typed: { ...draft.typed, ...(typed as Typed) },
  };
}

export interface CheckedConnection {
  /** Null while something is wrong. */
  readonly config: ConnectionConfig | null;
  /** Without its name: what can be tried. */
  readonly settings: ConnectionSettings | null;
  /** Paths of the fields that are wrong; `name` for the name. */
  readonly wrong: ReadonlySet<string>;
  readonly secrets: Readonly<Partial<Record<ConnectionSecret, string>>>;
}

/** @param known secrets that need not be typed: stored, or in imported files */
export function checkConnection(
  draft: ConnectionDraft,
  known: readonly ConnectionSecret[],
): CheckedConnection {
  const settings: Record<string, unknown> = { kind: draft.kind };
  const secrets: Partial<Record<ConnectionSecret, string>> = {};
  for (const field of shownFields(draft)) {
    const typed = draft.typed[field.path] ?? '';
    if (field.type === 'secret' || field.type === 'secretPem') {
      // A password may begin with a space; a key doesn't.
      const value = field.type === 'secret' ? typed : typed.trim();
      if (value !== '') secrets[secretOf(field)] = value;
    } else setAt(settings, field.path, typedValue(field, typed));
  }
  const parsed = ConnectionConfig.safeParse({
    name: draft.name,
    enabled: draft.enabled,
    settings,
  });
  const wrong = new Set<string>();
  const shown = shownFields(draft);
  if (!parsed.success)
    for (const { path } of parsed.error.issues) {
      const steps = path.filter((step) => typeof step === 'string' && step !== 'settings');
      const where = steps.join('.');
      // Of a list, or of a register map, the field is wrong that holds it.
      const field = shown.find((one) => where === one.path || where.startsWith(`${one.path}.`));
      wrong.add(field?.path ?? where);
    }
  for (const field of shownFields(draft)) {
    if (field.type !== 'secret' && field.type !== 'secretPem') continue;
    const name = secretOf(field);
    if (secrets[name] === undefined && !known.includes(name)) wrong.add(field.path);
  }
  if (parsed.success)
    for (const name of secretsNeeded(parsed.data.settings))
      if (secrets[name] === undefined && !known.includes(name)) wrong.add(`secrets.${name}`);
  const usable = parsed.success && wrong.size === 0;
  const unnamed = new Set(wrong);
  unnamed.delete('name');
  const tried =
    unnamed.size === 0 ? ConnectionConfig.shape.settings.safeParse(settings) : undefined;
  return {
    config: usable ? parsed.data : null,
    settings: tried?.success ? tried.data : null,
    wrong,
    secrets,
  };
}

/** What is wrong with a register map that is being typed, each with its place; empty where nothing is. */
export function mapProblems(typed: string): readonly string[] {
  try {
    const parsed = RegisterMap.safeParse(JSON.parse(typed));
    return parsed.success ? [] : explainMap(parsed.error);
  } catch (error) {
    // That it is empty says the field itself.
    return typed.trim() === '' ? [] : [error instanceof Error ? error.message : String(error)];
  }
}

function typedValue({ type }: FieldSpec, typed: string): unknown {
  switch (type) {
    case 'number':
    case 'numberChoice':
      return typed.trim() === '' ? null : Number(typed);
    case 'check':
      return typed === 'true';
    case 'json':
      try {
        return JSON.parse(typed);
      } catch {
        // Not the object that the schema asks for, which says so.
        return null;
      }
    case 'list':
      return typed.split(/[\s,;]+/).filter((one) => one !== '');
    default:
      return typed;
  }
}

function valueAt(from: unknown, path: string): unknown {
  let value = from;
  for (const step of path.split('.'))
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[step]
        : undefined;
  return value;
}

function setAt(into: Record<string, unknown>, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop();
  let at = into;
  for (const step of steps) {
    at[step] ??= {};
    at = at[step] as Record<string, unknown>;
  }
  if (last !== undefined) at[last] = value;
}
