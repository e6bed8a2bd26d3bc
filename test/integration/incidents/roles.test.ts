import { createRouterClient, ORPCError } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signedOn as signedOnAs } from '../../support/operators.ts';
import { type Client, ObservedEngine } from '../transport/ObservedEngine.ts';

type Role = 'operator' | 'supervisor' | 'administrator';

/** The code that a call was refused with; `done` when it wasn't. */
const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof ORPCError ? String(error.code) : String(error)),
  );

/** Who may do what, asked of the whole engine: a screen that hides a button proves nothing. */
describe('procedures and incidents by role', () => {
  let observed: ObservedEngine;
  let client: Client;
  let alarmId: string;
  let incidentId: string;

  const signedOn = (role: Role): Promise<string> =>
    signedOnAs(client, role, { role, desk: 'desk-1' });
  /** Every act of the two areas, with an input that only the role can be wrong with. */
  const acts = (session: string): Readonly<Record<string, () => Promise<unknown>>> => ({
    tick: () => client.procedures.tick({ session, subject: { alarmId }, stepId: 'checkPlace' }),
    untick: () =>
      client.procedures.untick({ session, subject: { incidentId }, stepId: 'checkPlace' }),
    note: () => client.incidents.note({ session, incidentId, text: '연기 없음' }),
    attach: () =>
      client.incidents.attachBegin({ session, incidentId, name: 'a.txt', byteLength: 3 }),
    export: () => client.incidents.export({ session, incidentId }),
    close: () => client.incidents.close({ session, incidentId, outcome: 'real' }),
    closeMany: () =>
      client.incidents.closeMany({ session, incidentIds: [incidentId], outcome: 'undetermined' }),
    reopen: () => client.incidents.reopen({ session, incidentId, reason: 'x' }),
    merge: () => client.incidents.merge({ session, incidentId, into: incidentId, reason: 'x' }),
    move: () => client.incidents.move({ session, alarmId, to: 'own', reason: 'x' }),
    save: () =>
      client.procedures.save({
        session,
        kind: 'diskLow',
        baseVersion: 0,
        reason: 'x',
        steps: [
          { id: null, text: { ko: '봅니다.', en: 'Look.' }, mandatory: false, who: 'operator' },
        ],
      }),
    restore: () =>
      client.procedures.restore({
        session,
        kind: 'feedDown',
        version: 0,
        baseVersion: 0,
        reason: 'x',
      }),
    saveSettings: () => client.incidents.saveSettings({ session, groupingMinutes: 20 }),
  });
  const OPERATOR = ['tick', 'untick', 'note', 'attach', 'export'];
  const SUPERVISOR = [...OPERATOR, 'close', 'closeMany', 'reopen', 'merge', 'move'];
  const ADMINISTRATOR = [...SUPERVISOR, 'save', 'restore', 'saveSettings'];

  beforeEach(async () => {
    observed = await ObservedEngine.start();
    client = createRouterClient(observed.engine.router);
    alarmId = await observed.alarm('device-1');
    const { incident } = await client.procedures.sheet({ subject: { alarmId } });
    incidentId = incident?.id ?? '';
  });
  afterEach(() => observed.dispose());

  test.each([
    ['operator', OPERATOR],
    ['supervisor', SUPERVISOR],
    ['administrator', ADMINISTRATOR],
  ] as const)('%s', async (role, may) => {
    const session = await signedOn(role);
    for (const [name, act] of Object.entries(acts(session)))
      expect([name, await refusal(act())]).toEqual([
        name,
        may.includes(name) ? 'done' : 'FORBIDDEN',
      ]);
  });

  test('nobody without a session, and nothing that isn’t there', async () => {
    for (const [name, act] of Object.entries(acts('x'.repeat(32))))
      expect([name, await refusal(act())]).toEqual([name, 'UNAUTHORIZED']);
    const session = await signedOn('administrator');
    const subject = { alarmId: 'no such alarm' };
    expect(await refusal(client.procedures.sheet({ subject }))).toBe('NOT_FOUND');
    expect(await refusal(client.procedures.tick({ session, subject, stepId: 'x' }))).toBe(
      'NOT_FOUND',
    );
    expect(await refusal(client.incidents.get({ incidentId: 'no such' }))).toBe('NOT_FOUND');
    expect(await refusal(client.incidents.attachment({ attachmentId: 1 }))).toBe('NOT_FOUND');
    expect(
      await refusal(
        client.procedures.save({
          session,
          kind: 'risk',
          baseVersion: 0,
          reason: 'x',
          steps: [{ id: null, text: { ko: '가', en: 'a' }, mandatory: false, who: 'operator' }],
        }),
      ),
    ).toBe('CONFLICT');
  });

  test('the list is told to be old as soon as somebody has done something', async () => {
    const session = await signedOn('operator');
    const before = observed.engine.desk.status().revisions.incidents;
    await client.procedures.tick({ session, subject: { alarmId }, stepId: 'checkPlace' });
    expect(observed.engine.desk.status().revisions.incidents).toBeGreaterThan(before);
    const { sheet, timeline } = await client.incidents.get({ incidentId });
    expect(sheet.steps[0]?.ticked?.by).toBe('operator');
    expect(new Set(timeline.map((entry) => entry.type))).toEqual(
      new Set(['alarm', 'incident', 'step']),
    );
  });
});
