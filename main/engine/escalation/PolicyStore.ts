import { isDeepStrictEqual } from 'node:util';
import type Database from 'better-sqlite3';
import { ALARM_CLASSES, ALARM_PRIORITIES } from '#shared/alarms/alarm.ts';
import type { PolicyView } from '#shared/contract/escalationViews.ts';
import { DEFAULT_POLICY } from '#shared/escalation/defaultPolicy.ts';
import { type EscalationPolicy, PERIODS } from '#shared/escalation/policy.ts';
import { EscalationPolicySchema } from '#shared/escalation/policySchema.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';

interface Row {
  readonly version: number;
  readonly policy_json: string;
  readonly since_ms: number;
  readonly changed_by: string;
  readonly why: string;
}

/** The tables in force, and every one that was. */
export class PolicyStore {
  readonly #db: Database.Database;
  readonly #audit: Pick<AuditChain, 'append'>;
  readonly #now: () => EpochMs;
  readonly #log: Logger;
  readonly #newest: Database.Statement<[], Row>;
  readonly #insert: Database.Statement<[Row]>;
  #current: PolicyView;

  constructor(parts: {
    readonly db: Database.Database;
    readonly audit: Pick<AuditChain, 'append'>;
    readonly now: () => EpochMs;
    readonly log: Logger;
  }) {
    const { db } = parts;
    this.#db = db;
    this.#audit = parts.audit;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#newest = db.prepare('SELECT * FROM escalation_policy ORDER BY version DESC LIMIT 1');
    this.#insert = db.prepare(
      'INSERT INTO escalation_policy VALUES (@version, @policy_json, @since_ms, @changed_by, @why)',
    );
    this.#current = this.#read();
  }

  current(): PolicyView {
    return this.#current;
  }

  /**
   * Puts a policy into force. Alarms that stand keep the steps they began with.
   *
   * @returns undefined when somebody else has changed it since `version`.
   */
  set(
    policy: EscalationPolicy,
    version: number,
    caller: Caller,
    why: string,
  ): PolicyView | undefined {
    const before = this.#current;
    if (before.version !== version) return undefined;
    const row: Row = {
      version: version + 1,
      policy_json: JSON.stringify(policy),
      since_ms: this.#now(),
      changed_by: caller.operator,
      why,
    };
    this.#db
      .transaction(() => {
        this.#insert.run(row);
        this.#audit.append({
          by: caller,
          action: 'escalation.setTables',
          subject: `version ${row.version}`,
          detail: { why, changed: changedParts(before.policy, policy) },
        });
      })
      .immediate();
    this.#current = viewOf(row, policy);
    this.#log.info(
      { version: row.version, operator: caller.operator },
      'escalation tables changed',
    );
    return this.#current;
  }

  #read(): PolicyView {
    const row = this.#newest.get();
    if (row) {
      const parsed = EscalationPolicySchema.safeParse(parseOrNull(row.policy_json));
      if (parsed.success) return viewOf(row, parsed.data);
      // Somebody must be told of a fire whatever a damaged file says.
      this.#log.error({ version: row.version }, 'the escalation tables could not be read');
    }
    const version = row?.version ?? 0;
    return { policy: DEFAULT_POLICY, version, since: 0, by: null, why: null };
  }
}

function viewOf(row: Row, policy: EscalationPolicy): PolicyView {
  const { version, since_ms: since, changed_by: by, why } = row;
  return { policy, version, since, by, why };
}

/** Which parts differ, in a word each, with what they were and are. */
function changedParts(before: EscalationPolicy, after: EscalationPolicy): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  const compare = (name: string, was: unknown, is: unknown): void => {
    if (!isDeepStrictEqual(was, is)) changed[name] = { was, is };
  };
  compare('dayHours', before.dayHours, after.dayHours);
  compare('delays', before.delays, after.delays);
  for (const alarmClass of ALARM_CLASSES)
    for (const priority of ALARM_PRIORITIES)
      for (const period of PERIODS)
        compare(
          `${alarmClass}.${priority}.${period}`,
          before.tables[alarmClass][priority][period],
          after.tables[alarmClass][priority][period],
        );
  return changed;
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
