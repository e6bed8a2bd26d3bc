import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '#engine/access/Caller.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { createLog } from '#engine/log.ts';
import type { UsableModel } from '#engine/prediction/models/ports.ts';
import { type ModelLife, openModelLife, openModelShelf } from '#engine/prediction/openModelLife.ts';
import { Settings } from '#engine/storage/Settings.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import { Desk as AccessDesk, PIN } from '../access/Desk.ts';
import { folder, MINUTE, noWindows, T0, verdict } from './ModelScenario.ts';
import { StandInRuntime } from './StandInRuntime.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const file = (version: string, says: number) => `model ${version} ${says}`;
const BUNDLED = file('bundled', 0.1);
const NEW = file('new', 0.95);
const OTHER = file('other', 0.2);

class Desk {
  readonly access = new AccessDesk();
  readonly dir = folder();
  readonly bundled = path.join(this.dir, 'fire-risk.onnx');
  readonly runtime = new StandInRuntime();
  readonly troubles = new Map<string, string>();
  life!: ModelLife;
  /** The one that judges, as the prediction was told. */
  live: UsableModel | undefined;
  admin!: Caller;
  chief!: string;

  async open(): Promise<void> {
    writeFileSync(this.bundled, BUNDLED);
    this.admin = (await this.access.administrator()).caller;
    this.chief = await this.access.person(this.admin, '박책임', 'supervisor');
    await this.start();
  }

  /** What the program's own file must be. */
  bundledHash: string | undefined;

  async start(): Promise<void> {
    const db = this.access.db;
    const now = () => this.access.now;
    const audit = new AuditChain({ db, now });
    const storage = { controlRoom: db, settings: new Settings(db), audit };
    const log = createLog('silent');
    const parts = { dataDir: this.dir, storage, runtime: this.runtime, now, log };
    const { shelf, found } = await openModelShelf({
      ...parts,
      bundled: this.bundled,
      bundledHash: this.bundledHash,
    });
    this.life = await openModelLife({
      ...parts,
      shelf,
      found,
      live: {
        use: async (model) => {
          this.live = model;
        },
      },
      signOnDesk: this.access.signOnDesk,
      troubles: {
        set: (_kind, source, detail) => {
          if (detail === null) this.troubles.delete(source);
          else this.troubles.set(source, detail);
        },
        happened: () => undefined,
      },
      rulesLevel: () => null,
      changed: () => undefined,
    });
  }

  /** The program ends, without a word when it was killed, and starts again. */
  async restart(killed = false): Promise<void> {
    if (!killed) await this.life.close();
    this.live = undefined;
    this.access.restart();
    this.troubles.clear();
    this.admin = { ...this.admin };
    await this.start();
  }

  async offer(text: string) {
    const bytes = Buffer.from(text);
    const { desk } = this.life;
    const begun = await desk.offerBegin('new.onnx', bytes.byteLength, this.admin);
    if (!begun.done) return begun;
    const sent = await desk.offerChunk(begun.uploadId, 0, bytes.toString('base64'), this.admin);
    return sent.done ? desk.offerFinish(begun.uploadId, this.admin) : sent;
  }

  promote(text: string, second = { operatorId: this.chief, secret: PIN }) {
    const asked = { hash: hashOf(text), second, reason: '두 주 시험 운전' };
    return this.life.desk.promote(asked, this.admin);
  }

  rollBack(text?: string, second = { operatorId: this.chief, secret: PIN }) {
    const hash = text === undefined ? undefined : hashOf(text);
    return this.life.desk.rollBack({ hash, second, reason: '오경보' }, this.admin);
  }

  /** The live model judges one window of each device in the next minute. */
  async judged(minute: number, level: RiskLevel, probability: number): Promise<void> {
    this.life.judged({
      modelHash: this.life.shelf.live!.hash,
      deviceIds: ['a', 'b'],
      verdicts: ['a', 'b'].map(() => verdict(minute * MINUTE, level, probability)),
      windows: noWindows(2),
    });
    await this.life.desk.trial?.settled();
  }

  roles() {
    return Object.fromEntries(
      this.life.report().versions.map(({ version, role }) => [version, role]),
    );
  }

  acts() {
    return this.access.recorded().filter(({ action }) => action.startsWith('model.'));
  }
}

let desk: Desk;
beforeEach(async () => {
  desk = new Desk();
  await desk.open();
});
afterEach(async () => {
  await desk.life.close();
  desk.access.dispose();
});

describe('an offered model', () => {
  test('runs on trial, is kept under its hash, and is in the record', async () => {
    expect(await desk.offer(NEW)).toMatchObject({
      done: true,
      version: { hash: hashOf(NEW), version: 'new', role: 'shadow', origin: 'installed' },
    });
    expect(desk.roles()).toEqual({ bundled: 'live', new: 'shadow' });
    expect(existsSync(path.join(desk.dir, 'models', `${hashOf(NEW)}.onnx`))).toBe(true);
    expect(desk.runtime.running).toEqual(['new']);
    expect(desk.acts()).toEqual([
      {
        by: '이관리',
        action: 'model.offer',
        detail: { version: 'new', name: 'new.onnx', byteLength: NEW.length },
      },
    ]);
  });

  test('that is none is refused with the reason, and leaves nothing behind', async () => {
    expect(await desk.offer('a picture')).toMatchObject({
      done: false,
      problem: { code: 'notAModel' },
    });
    expect(readdirSync(path.join(desk.dir, 'models')).sort()).toEqual([
      '.incoming',
      `${hashOf(BUNDLED)}.onnx`,
    ]);
    expect(readdirSync(path.join(desk.dir, 'models', '.incoming'))).toEqual([]);
    expect(desk.roles()).toEqual({ bundled: 'live' });
    expect(desk.acts()).toEqual([]);
  });

  test.each([
    ['nothing', 0, 'notAModel'],
    ['too much', 64 * 1024 * 1024 + 1, 'tooLarge'],
  ])('of %s is refused before it is sent', async (_what, byteLength, code) => {
    expect(await desk.life.desk.offerBegin('x', byteLength, desk.admin)).toMatchObject({
      done: false,
      problem: { code },
    });
  });

  test('that is live already is no trial', async () => {
    expect(await desk.offer(BUNDLED)).toMatchObject({ why: 'conflict' });
    expect(desk.roles()).toEqual({ bundled: 'live' });
  });

  test('that the thread can’t take is refused, and the one on trial goes on', async () => {
    await desk.offer(NEW);
    desk.runtime.failing = 'out of memory';
    expect(await desk.offer(OTHER)).toEqual({
      done: false,
      problem: { code: 'runtimeFailed', detail: 'out of memory' },
    });
    expect(desk.roles()).toMatchObject({ new: 'shadow' });
  });

  test('takes the place of the one on trial', async () => {
    await desk.offer(NEW);
    await desk.offer(OTHER);
    expect(desk.roles()).toEqual({ bundled: 'live', other: 'shadow', new: 'known' });
    expect(desk.runtime.running).toEqual(['other']);
  });

  test('is discarded with a reason, and stays known', async () => {
    await desk.offer(NEW);
    expect(await desk.life.desk.discardShadow('더 나쁨', desk.admin)).toEqual({ done: true });
    expect(desk.roles()).toEqual({ bundled: 'live', new: 'known' });
    expect(desk.runtime.running).toEqual([]);
    expect(desk.acts().at(-1)).toEqual({
      by: '이관리',
      action: 'model.discard',
      detail: { version: 'new', reason: '더 나쁨' },
    });
    expect(await desk.life.desk.discardShadow('또', desk.admin)).toMatchObject({ why: 'notFound' });
  });
});

describe('on trial', () => {
  test('a model is compared on every window, and says nothing to anybody', async () => {
    await desk.offer(NEW);
    for (let minute = 0; minute < 5; minute++)
      await desk.judged(minute, minute < 3 ? 'NORMAL' : 'HIGH', 0.2);
    // Its point is met in two of three minutes: never in the first.
    expect(desk.life.report().comparison).toMatchObject({
      since: T0,
      windows: 10,
      liveOnly: 0,
      shadowOnly: 4,
      both: 4,
    });
    expect(desk.life.report().comparison!.meanDifference).toBeCloseTo(0.75, 12);
    expect(desk.life.report().comparison!.largestDifference).toBeCloseTo(0.75, 12);
    expect(desk.live).toBeUndefined();
  });

  test('leaves out what comes while it works, and nobody waits for it', async () => {
    await desk.offer(NEW);
    const open = Promise.withResolvers<void>();
    desk.runtime.gate = open.promise;
    const first = desk.judged(0, 'NORMAL', 0.1);
    const second = desk.judged(1, 'NORMAL', 0.1);
    open.resolve();
    await Promise.all([first, second]);
    expect(desk.life.report().comparison?.windows).toBe(2);
  });

  test('goes on after a batch on which it failed', async () => {
    await desk.offer(NEW);
    desk.runtime.failing = 'broken';
    await desk.judged(0, 'NORMAL', 0.1);
    desk.runtime.failing = null;
    await desk.judged(1, 'NORMAL', 0.1);
    expect(desk.life.report().comparison?.windows).toBe(2);
  });

  test('goes on after a restart where it was', async () => {
    await desk.offer(NEW);
    await desk.judged(0, 'HIGH', 0.2);
    await desk.restart();
    expect(desk.roles()).toEqual({ bundled: 'live', new: 'shadow' });
    expect(desk.runtime.running).toEqual(['new']);
    await desk.judged(1, 'HIGH', 0.2);
    expect(desk.life.report().comparison).toMatchObject({ since: T0, windows: 4 });
  });

  test('loses a minute when the program is killed', async () => {
    await desk.offer(NEW);
    await desk.judged(0, 'NORMAL', 0.1);
    desk.access.wait(60_000);
    desk.life.desk.tick();
    await desk.judged(1, 'NORMAL', 0.1);
    await desk.restart(true);
    expect(desk.life.report().comparison?.windows).toBe(2);
  });

  test('ends, and the record says so, when its file is gone after a start', async () => {
    await desk.offer(NEW);
    rmSync(path.join(desk.dir, 'models', `${hashOf(NEW)}.onnx`));
    await desk.restart();
    expect(desk.roles()).toEqual({ bundled: 'live' });
    expect(desk.acts().at(-1)).toMatchObject({ by: null, action: 'model.discard' });
    await desk.restart();
    expect(desk.acts()).toHaveLength(2);
  });
});

describe('a change of the live model', () => {
  test('takes two people, is in the record with both, and works at once and after a restart', async () => {
    await desk.offer(NEW);
    expect(await desk.promote(NEW)).toMatchObject({
      done: true,
      version: { version: 'new', role: 'live' },
    });
    expect(desk.live?.version).toBe('new');
    expect(desk.roles()).toEqual({ new: 'live', bundled: 'known' });
    expect(desk.runtime.running).toEqual([]);
    expect(desk.acts().at(-1)).toEqual({
      by: '이관리',
      action: 'model.promote',
      detail: {
        version: 'new',
        fromVersion: 'bundled',
        from: hashOf(BUNDLED),
        second: '박책임',
        reason: '두 주 시험 운전',
      },
    });
    await desk.restart();
    expect(desk.roles()).toEqual({ new: 'live', bundled: 'known' });
    expect(desk.troubles.size).toBe(0);
  });

  test.each([
    ['the same person', () => ({ operatorId: desk.admin.operatorId, secret: PIN }), 'samePerson'],
    ['a wrong secret', () => ({ operatorId: desk.chief, secret: 'wrong' }), 'wrongSecret'],
  ])('is refused for %s, and nothing has changed', async (_who, second, refusal) => {
    await desk.offer(NEW);
    expect(await desk.promote(NEW, second())).toMatchObject({ done: false, refusal });
    expect(desk.roles()).toEqual({ bundled: 'live', new: 'shadow' });
    expect(desk.live).toBeUndefined();
    expect(desk.runtime.running).toEqual(['new']);
    expect(desk.acts()).toHaveLength(1);
  });

  test('counts wrong secrets until the second person is locked out', async () => {
    await desk.offer(NEW);
    const wrong = { operatorId: desk.chief, secret: 'wrong' };
    for (let i = 0; i < 5; i++) await desk.promote(NEW, wrong);
    expect(await desk.promote(NEW)).toMatchObject({ done: false, refusal: 'locked' });
  });

  test('is refused for an operator as the second person', async () => {
    await desk.offer(NEW);
    const kim = await desk.access.person(desk.admin, '김철수');
    expect(await desk.promote(NEW, { operatorId: kim, secret: PIN })).toMatchObject({
      refusal: 'roleTooLow',
    });
  });

  test('is of the model that people looked at, not of another that came meanwhile', async () => {
    await desk.offer(NEW);
    await desk.offer(OTHER);
    expect(await desk.promote(NEW)).toMatchObject({ why: 'notFound' });
  });

  test('is refused before anybody is asked when the file was changed on disk', async () => {
    await desk.offer(NEW);
    writeFileSync(path.join(desk.dir, 'models', `${hashOf(NEW)}.onnx`), OTHER);
    expect(await desk.promote(NEW)).toMatchObject({
      why: 'conflict',
      message: expect.stringContaining('hashMismatch'),
    });
    expect(desk.acts()).toHaveLength(1);
  });

  test('is taken back, to the one before or to any that is known, the bundled one too', async () => {
    await desk.offer(NEW);
    await desk.promote(NEW);
    await desk.offer(OTHER);
    await desk.promote(OTHER);
    expect(await desk.rollBack()).toMatchObject({ done: true, version: { version: 'new' } });
    expect(await desk.rollBack(BUNDLED)).toMatchObject({
      done: true,
      version: { version: 'bundled', role: 'live', origin: 'bundled' },
    });
    expect(await desk.rollBack(OTHER)).toMatchObject({ done: true, version: { version: 'other' } });
    expect(await desk.rollBack(OTHER)).toMatchObject({ why: 'conflict' });
    expect(await desk.rollBack('model unknown 1')).toMatchObject({ why: 'notFound' });
    expect(desk.acts().filter(({ action }) => action === 'model.rollBack')).toHaveLength(3);
    expect(desk.runtime.running).toEqual([]);
  });

  test('has nothing to go back to where nothing was changed', async () => {
    expect(await desk.rollBack()).toMatchObject({ why: 'notFound' });
  });

  test('takes two people on the way back as well', async () => {
    await desk.offer(NEW);
    await desk.promote(NEW);
    const own = { operatorId: desk.admin.operatorId, secret: PIN };
    expect(await desk.rollBack(BUNDLED, own)).toMatchObject({ refusal: 'samePerson' });
    expect(desk.live?.version).toBe('new');
  });
});

describe('at a start', () => {
  test.each([
    ['is gone', () => rmSync(path.join(desk.dir, 'models', `${hashOf(NEW)}.onnx`)), 'missing'],
    [
      'was changed',
      () => writeFileSync(path.join(desk.dir, 'models', `${hashOf(NEW)}.onnx`), OTHER),
      'hashMismatch',
    ],
  ])(
    'a live file that %s gives way to the bundled one, and a trouble says so',
    async (_, harm, code) => {
      await desk.offer(NEW);
      await desk.promote(NEW);
      await desk.restart();
      harm();
      await desk.restart();
      expect(desk.life.shelf.live?.version).toBe('bundled');
      expect(desk.troubles.get('model/file')).toMatch(new RegExp(`^${code}: `));
      // Once two people have decided again, it is settled.
      await desk.offer(OTHER);
      await desk.promote(OTHER);
      expect(desk.troubles.size).toBe(0);
    },
  );

  test('the live file that is back is live again', async () => {
    await desk.offer(NEW);
    await desk.promote(NEW);
    const kept = path.join(desk.dir, 'models', `${hashOf(NEW)}.onnx`);
    rmSync(kept);
    await desk.restart();
    writeFileSync(kept, NEW);
    await desk.restart();
    expect(desk.life.shelf.live?.version).toBe('new');
    expect(desk.troubles.size).toBe(0);
  });

  test('a desk that never chose takes the model that an update brings', async () => {
    writeFileSync(desk.bundled, OTHER);
    await desk.restart();
    expect(desk.life.shelf.live?.version).toBe('other');
  });

  test('a bundled file that comes later is noticed with its first batch', async () => {
    rmSync(desk.bundled);
    await desk.restart();
    expect(desk.life.shelf.live).toBeNull();
    writeFileSync(desk.bundled, BUNDLED);
    const batch = { deviceIds: ['a'], verdicts: [verdict(0, 'NORMAL')], windows: noWindows(1) };
    desk.life.judged({ ...batch, modelHash: hashOf(BUNDLED) });
    await expect.poll(() => desk.life.shelf.live?.version).toBe('bundled');
    desk.life.judged({ ...batch, modelHash: hashOf(BUNDLED) });
    expect(desk.life.report().drift.windows).toBe(1);
  });

  test('the program’s own model is kept, so that the next one leaves it to be asked', async () => {
    const own = hashOf(BUNDLED);
    writeFileSync(desk.bundled, file('update', 0.3));
    await desk.restart();
    expect(desk.life.shelf.live?.version).toBe('update');
    expect(await desk.life.shelf.usable(own)).toMatchObject({ version: 'bundled', hash: own });
    expect(await desk.life.shelf.usable('0'.repeat(64))).toMatchObject({ code: 'missing' });
  });

  test('the program’s own model must be the one that was measured', async () => {
    desk.bundledHash = hashOf(BUNDLED);
    await desk.restart();
    expect(desk.life.shelf.live?.version).toBe('bundled');
    writeFileSync(desk.bundled, file('damaged', 0.1));
    await desk.restart();
    expect(desk.life.shelf.live).toBeNull();
  });

  test('without any model the desk says why', async () => {
    rmSync(desk.bundled);
    const found = await openModelShelf({
      dataDir: desk.dir,
      bundled: null,
      storage: {
        controlRoom: desk.access.db,
        settings: new Settings(desk.access.db),
        audit: new AuditChain({ db: desk.access.db, now: () => T0 }),
      },
      runtime: desk.runtime,
      now: () => T0,
      log: createLog('silent'),
    });
    expect(found.found).toMatchObject({ live: null, problem: { code: 'missing' } });
  });
});
