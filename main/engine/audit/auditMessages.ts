/** What the engine's thread and the audit's threads say to each other. */
import type { ChainReport } from '#shared/audit/entry.ts';
import type { AuditPage } from '#shared/contract/auditViews.ts';
import type { StorageErrorCode } from '../storage/StorageError.ts';
import type { ThreadQuestion, ThreadReply } from '../threads/AskedThread.ts';
import type { AuditQuery } from './readPage.ts';

export interface AuditCalls {
  page: { request: { readonly path: string; readonly query: AuditQuery }; answer: AuditPage };
  verify: {
    request: { readonly path: string; readonly headFiles: readonly string[] };
    answer: ChainReport;
  };
}

export type AuditQuestion = {
  [Name in keyof AuditCalls]: ThreadQuestion<AuditCalls, Name> & { readonly method: Name };
}[keyof AuditCalls];

export type AuditReply = ThreadReply<AuditCalls, StorageErrorCode>;
