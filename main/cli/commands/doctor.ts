import { type Command, Option } from 'commander';
import { DEVICE_TOPIC_FILTER } from '#shared/telemetry/deviceTopic.ts';
import { type BrokerOptions, connectionsOf, withBrokers } from '../brokers.ts';
import { DEFAULT_PORT, defaultDataDir } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import { collect, integer, port } from '../options.ts';

interface DoctorWords extends BrokerOptions {
  readonly data?: string;
  readonly host: string;
  readonly port: number;
  readonly lang?: 'ko' | 'en';
  readonly json?: boolean;
  readonly connection?: readonly string[];
  readonly wait: number;
}

export function addDoctor(program: Command, exit: Exit): void {
  withBrokers(
    program
      .command('doctor')
      .description('check the machine, the data folder and the way to the brokers')
      .option('--data <dir>', 'data folder')
      .option('--host <address>', 'address that serve would listen on', '127.0.0.1')
      .option('--port <number>', 'port that serve would listen on', port, DEFAULT_PORT),
  )
    .addOption(
      new Option('--lang <language>', 'language of the answers (by LANG unless given)').choices([
        'ko',
        'en',
      ]),
    )
    .option(
      '--connection <name>',
      'a connection of the data folder, tried step by step as in Settings; may be given again',
      collect((name) => name),
    )
    .option('--wait <seconds>', 'how long its first message is waited for', integer(1, 120), 20)
    .option('--json', 'one JSON object instead of lines')
    .action(async (words: DoctorWords) => {
      const { doctor } = await import('../doctor/doctor.ts');
      const { languageOf } = await import('../doctor/words.ts');
      exit(
        await doctor(
          {
            data: words.data ?? defaultDataDir(false),
            host: words.host,
            port: words.port,
            brokers: connectionsOf(words),
            topicFilter: DEVICE_TOPIC_FILTER,
            connections: words.connection ?? [],
            wait: words.wait,
            language: words.lang ?? languageOf(process.env),
            json: words.json ?? false,
          },
          (text) => process.stdout.write(text),
        ),
      );
    });
}
