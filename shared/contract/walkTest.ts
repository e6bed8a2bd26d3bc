/** Walk tests: which devices, what arrived, and the certificate. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import type { WalkTestHit } from '#shared/walkTest/coverage.ts';
import { REQUIRED_ITEMS } from '#shared/walkTest/items.ts';
import { WALK_TEST_LIMITS } from '#shared/walkTest/limits.ts';
import { base, DeviceId, Session } from './base.ts';
import {
  type SignedWalkTest,
  WALK_TEST_MODES,
  type WalkTestBegin,
  type WalkTestSummary,
  type WalkTestView,
} from './walkTestViews.ts';

const TestId = z.uuid();

export const walkTest = {
  /** The one that runs; null when there is none. */
  current: base.output(type<WalkTestView | null>()),
  /** The newest first. */
  list: base
    .input(z.object({ limit: z.number().int().min(1).max(200).default(50) }))
    .output(type<readonly WalkTestSummary[]>()),
  get: base.input(z.object({ id: TestId })).output(type<WalkTestView>()),
  /** A supervisor's. The alarms of these devices are recorded as hits until it ends. */
  begin: base
    .input(
      z.object({
        session: Session,
        deviceIds: z.array(DeviceId).min(1).max(WALK_TEST_LIMITS.devices),
        mode: z.enum(WALK_TEST_MODES),
        note: z.string().trim().min(2).max(500),
        forMs: z
          .number()
          .int()
          .min(60_000)
          .max(WALK_TEST_LIMITS.maximumMs)
          .default(WALK_TEST_LIMITS.ordinaryMs),
      }),
    )
    .output(type<WalkTestBegin>()),
  /** Anybody's who is signed on: it only makes the desk see more. */
  end: base.input(z.object({ session: Session })).output(type<WalkTestView>()),
  /** "Still walking": begins the idle time afresh. Never moves the limit. */
  keepOn: base.input(z.object({ session: Session })).output(type<null>()),
  /**
   * Gives the desk a message of the device with this one point set, by the path of every message and with no trace in
   * readings, states or alarms. CONFLICT outside of a test.
   */
  inject: base
    .input(z.object({ session: Session, deviceId: DeviceId, item: z.enum(REQUIRED_ITEMS) }))
    .output(type<WalkTestHit>()),
  /** A supervisor's, once, after the end. */
  sign: base.input(z.object({ session: Session, id: TestId })).output(type<SignedWalkTest>()),
  /** What was signed; null before. */
  certificate: base.input(z.object({ id: TestId })).output(type<SignedWalkTest | null>()),
};
