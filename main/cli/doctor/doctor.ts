import type { MqttConnection } from '#engine/Engine.ts';
import { EXIT } from '../exitCodes.ts';
import { checkDataFolder } from './dataFolder.ts';
import type { Finding } from './finding.ts';
import { checkClock, checkNode, checkSqlite } from './machine.ts';
import { checkPort } from './port.ts';
import { type Language, wordsOf } from './words.ts';

export interface DoctorOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly brokers: readonly MqttConnection[];
  readonly topicFilter: string;
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
  const findings: Finding[] = [];
  const report = (more: readonly Finding[]) => {
    findings.push(...more);
    if (!options.json) for (const finding of more) write(line(finding, options.language));
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
  const healthy = findings.every(({ level }) => level !== 'fail');
  if (options.json) write(`${JSON.stringify(summary(findings, healthy, options.language))}\n`);
  return healthy ? EXIT.ok : EXIT.problem;
}

function line(finding: Finding, language: Language): string {
  const { found, advice } = wordsOf(finding, language);
  const head = `${finding.level.padEnd(4)}  ${found}\n`;
  return finding.level === 'ok' || advice === undefined ? head : `${head}      → ${advice}\n`;
}

function summary(findings: readonly Finding[], healthy: boolean, language: Language) {
  return {
    ok: healthy,
    findings: findings.map((finding) => {
      const { found, advice } = wordsOf(finding, language);
      return {
        level: finding.level,
        code: finding.code,
        text: found,
        ...(advice && { advice }),
        values: finding.values,
      };
    }),
  };
}
