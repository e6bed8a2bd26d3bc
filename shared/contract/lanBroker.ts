/** The broker inside the desk: who may publish to it. */
import { type } from '@orpc/contract';
import { z } from 'zod';
import { isDeviceId } from '../telemetry/wireMessage.ts';
import { base, Session } from './base.ts';
import type { AddLanCredentialOutcome, LanBrokerOverview } from './lanBrokerViews.ts';

/** As devices spell their own id. */
const LanName = z.string().refine(isDeviceId);

export const lanBroker = {
  /** A supervisor's. */
  overview: base.input(z.object({ session: Session })).output(type<LanBrokerOverview>()),
  /** An administrator's. A device's name is its id; a gateway has a name of its own and a list of devices. */
  add: base
    .input(
      z.object({
        session: Session,
        name: LanName,
        devices: z.array(LanName).min(1).max(1_000),
        proof: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('password') }),
          /** Made by the desk when no certificate is given. */
          z.strictObject({
            kind: z.literal('certificate'),
            certificate: z.string().trim().min(1).max(20_000).nullable(),
          }),
        ]),
      }),
    )
    .output(type<AddLanCredentialOutcome>()),
  /** An administrator's. Whoever is signed in with it is cut off. */
  revoke: base
    .input(z.object({ session: Session, credentialId: z.string().min(1).max(64) }))
    .output(type<null>()),
};
