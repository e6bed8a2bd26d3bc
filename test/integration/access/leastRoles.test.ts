/** Every procedure of the contract, called as nobody, with a session that has ended, and as each role. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isContractProcedure } from '@orpc/contract';
import { createRouterClient, ORPCError } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Engine } from '#engine/Engine.ts';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { contract } from '#shared/contract/contract.ts';
import { LEAST_ROLES, type Least, leastRoleOf } from '#shared/contract/leastRoles.ts';
import { signedOn } from '../../support/operators.ts';
import { sampleOf } from '../../support/sampleOf.ts';

const ROLES = ['operator', 'supervisor', 'administrator'] as const;
type Role = (typeof ROLES)[number];
type Call = (input: unknown, options?: { signal: AbortSignal }) => Promise<unknown>;

interface Procedure {
  readonly path: readonly [area: string, name: string];
  readonly input: z.ZodType | undefined;
  readonly takesSession: boolean;
}

const procedures: readonly Procedure[] = Object.entries(contract).flatMap(([area, names]) =>
  Object.entries(names).map(([name, procedure]) => {
    if (!isContractProcedure(procedure)) throw new Error(`${area}.${name} is no procedure`);
    const input = procedure['~orpc'].inputSchema as z.ZodType | undefined;
    const described =
      input && JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }));
    return { path: [area, name], input, takesSession: described?.includes('"session"') === true };
  }),
);
const named = (list: readonly Procedure[]) => list.map((one) => [one.path.join('.'), one] as const);
const guarded = procedures.filter(({ takesSession }) => takesSession);

let engine: Engine;
let dataDir: string;
const sessions = new Map<Role, () => Promise<string>>();
let ended: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'emberwatch-roles-'));
  engine = await startEngine({ dataDir, modelPath: null, log: createLog('silent') });
  const client = createRouterClient(engine.router);
  for (const role of ROLES) {
    let session = await signedOn(client, `사람 ${role}`, { role });
    // Some of the procedures end the very session that they are called with.
    sessions.set(role, async () => {
      const alive = await client.operators.whoAmI({ session }).catch(() => null);
      if (!alive) session = await signedOn(client, `사람 ${role}`, { role });
      return session;
    });
  }
  ended = await signedOn(client, '사람 administrator');
  await client.operators.signOff({ session: ended });
});
afterAll(async () => {
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** What a call was refused with; null when it was let in, whatever became of it then. */
async function refusal({ path: [area, name], input }: Procedure, session?: string) {
  const areas = createRouterClient(engine.router) as unknown as Record<
    string,
    Record<string, Call>
  >;
  const sample = input && sampleOf(input);
  const given = typeof sample === 'object' && sample !== null ? { ...sample } : sample;
  if (typeof given === 'object' && given !== null && 'session' in given) {
    if (session === undefined) delete given.session;
    else given.session = session;
  }
  try {
    const leave = new AbortController();
    const answer = await areas[area]?.[name]?.(given, { signal: leave.signal });
    leave.abort();
    void (answer as AsyncGenerator | undefined)?.return?.(undefined);
    return null;
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error;
    // Input that is found wanting was let in: the table is asked before the input is read.
    return error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN' ? error.code : null;
  }
}

const includes = (role: Role, least: Least): boolean =>
  least === 'anyone' || ROLES.indexOf(role) >= ROLES.indexOf(least);

describe('the table of least roles', () => {
  test('names every procedure of the contract, and none that isn’t there', () => {
    const inTable = Object.entries(LEAST_ROLES).flatMap(([area, names]) =>
      Object.keys(names).map((name) => `${area}.${name}`),
    );
    expect(inTable.sort()).toEqual(procedures.map(({ path }) => path.join('.')).sort());
  });

  test('knows nothing that an object has by nature', () => {
    for (const path of [['operators', 'constructor'], ['toString', 'call'], ['operators'], []])
      expect(leastRoleOf(path)).toBeUndefined();
  });

  test('lets anyone into nothing that names a person, but to leave and to say of a page how it is', () => {
    const open = guarded.filter(({ path }) => leastRoleOf(path) === 'anyone');
    expect(open.map(({ path }) => path.join('.'))).toEqual([
      'annunciation.report',
      'operators.signOff',
    ]);
  });

  test('asks a role only of what carries a session to ask', () => {
    const closed = procedures.filter(({ takesSession }) => !takesSession);
    expect(closed.filter(({ path }) => leastRoleOf(path) !== 'anyone')).toEqual([]);
    expect(guarded.length).toBeGreaterThan(20);
  });
});

describe('a call', () => {
  test.each(named(guarded))('of %s is as the table says', async (_name, procedure) => {
    const least = leastRoleOf(procedure.path) ?? 'administrator';
    const nobody = least === 'anyone' ? null : 'UNAUTHORIZED';
    expect(await refusal(procedure), 'without a session').toBe(nobody);
    expect(await refusal(procedure, 'x'.repeat(43)), 'with a made-up session').toBe(nobody);
    expect(await refusal(procedure, ended), 'with a session that has ended').toBe(nobody);
    for (const role of ROLES) {
      const session = await sessions.get(role)?.();
      const expected = includes(role, least) ? null : 'FORBIDDEN';
      expect(await refusal(procedure, session), `as ${role}`).toBe(expected);
    }
  });

  test.each(named(procedures.filter(({ takesSession }) => !takesSession)))(
    'of %s needs nobody',
    async (_name, procedure) => {
      expect(await refusal(procedure)).toBeNull();
    },
  );
});
