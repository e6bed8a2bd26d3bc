import type { MqttConnection } from '#engine/Engine.ts';
import { EXIT } from '../exitCodes.ts';
import { checkDataFolder } from './dataFolder.ts';
import type { Finding } from './finding.ts';
import { checkClock, checkNode, checkSqlite } from './machine.ts';
import { checkPort } from './port.ts';
import { type Said, said } from './said.ts';
import type { Language } from './words.ts';

export interface DoctorOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly brokers: readonly MqttConnection[];
  readonly topicFilter: string;
  /** Names of stored ones. */
  readonly connections: readonly string[];
  /** Seconds that a first message is waited for. */
  readonly wait: number;
  readonly language: Language;
  readonly json: boolean;
}

/**
 * Checks what the program needs, from the machine outwards, and prints a line for each with what to do.
 * @returns 0 when nothing would keep the desk from working; warnings don't.
 */
export async function doctor(
  options: DoctorOptions,
  write: (text: string) => void,
): Promise<number> {
  const findings: Said[] = [];
  const tell = (finding: Said) => {
    findings.push(finding);
    if (!options.json) write(line(finding));
  };
  const report = (more: readonly Finding[]) => {
    for (const finding of more) tell(said(finding, options.language));
  };
  const now = Date.now();
  const sqlite = await checkSqlite();
  report([checkNode(process.versions.node), sqlite, checkClock(now)]);
  if (sqlite.level === 'ok') report(await checkDataFolder(options.data, now));
  report([await checkPort(options.host, options.port)]);
  for (const connection of options.brokers) {
    const { checkBroker } = await import('./broker.ts');
    report(await checkBroker({ connection, topicFilter: options.topicFilter, now }));
  }
  for (const name of sqlite.level === 'ok' ? options.connections : []) {
    const { checkConnection } = await import('./connection.ts');
    for await (const finding of checkConnection(name, options)) tell(finding);
  }
  const healthy = findings.every(({ level }) => level !== 'fail');
  if (options.json) write(`${JSON.stringify(summary(findings, healthy))}\n`);
  return healthy ? EXIT.ok : EXIT.problem;
}

function line({ level, text, advice }: Said): string {
  const head = `${level.padEnd(4)}  ${text}\n`;
  return level === 'ok' || advice === undefined ? head : `${head}      → ${advice}\n`;
}

function summary(findings: readonly Said[], healthy: boolean) {
  return {
    ok: healthy,
    findings: findings.map(({ level, code, text, advice, values }) => ({
      level,
      code,
      text,
      ...(advice && { advice }),
      values,
    })),
  };
}
