import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { SignedWalkTest, WalkTestCertificate } from '#shared/contract/walkTestViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { coverageOf } from '#shared/walkTest/coverage.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Site } from '../storage/DeviceRegistry.ts';
import type { WalkTestStore } from './WalkTestStore.ts';

export interface CertifyParts {
  readonly db: Database.Database;
  readonly store: WalkTestStore;
  readonly audit: Pick<AuditChain, 'append' | 'head'>;
  readonly site: Pick<Site, 'name' | 'simulated'>;
  readonly now: () => EpochMs;
}

export type Certify = (
  testId: string,
  by: Caller,
) => SignedWalkTest | 'notFound' | 'running' | 'signed';

/**
 * Signs a walk test that has ended: freezes what was found, in the name of a supervisor, with a digest that stands in
 * the audit chain. Whoever holds the certificate can compare it with the chain later.
 */
export function createCertify({ db, store, audit, site, now }: CertifyParts): Certify {
  return (testId, by) => {
    const test = store.get(testId);
    if (!test) return 'notFound';
    if (test.endedAt === null) return 'running';
    if (test.signedBy !== null) return 'signed';
    const { missing } = coverageOf(
      test.list.map(({ id }) => id),
      test.hits,
    );
    const certificate: WalkTestCertificate = {
      site: site.name,
      simulated: site.simulated,
      test: { ...test, signedBy: by.operator },
      missing,
      signedBy: by.operator,
      signedDesk: by.desk,
      signedAt: now(),
    };
    const digest = createHash('sha256').update(JSON.stringify(certificate)).digest('hex');
    return db
      .transaction(() => {
        audit.append({
          by,
          action: 'walkTest.sign',
          subject: testId,
          detail: { digest, coverage: test.coverage },
        });
        const { seq, hash } = audit.head();
        const signed: SignedWalkTest = { certificate, digest, audit: { seq, hash } };
        store.sign(testId, signed);
        return signed;
      })
      .immediate();
  };
}
