import { type Command, Option } from 'commander';
import { withBrokers } from '../brokers.ts';
import { DEFAULT_PORT, DEMO_DEVICES, defaultDataDir } from '../defaults.ts';
import type { Exit } from '../exitCodes.ts';
import { collect, integer, listenAddress, peerUrl, port, timeZone } from '../options.ts';
import type { ServeOptions } from '../serve.ts';

export function addServe(program: Command, exit: Exit): void {
  withBrokers(
    program
      .command('serve')
      .description('monitor, and serve the desk to browsers')
      .option('--data <dir>', 'data folder (made when missing; yours alone by default)')
      .option(
        '--host <address>',
        'address to listen on; others than loopback need a token and a certificate',
        '127.0.0.1',
      )
      .option('--port <number>', 'port to listen on, 0 for any free one', port, DEFAULT_PORT),
  )
    .option('--site-name <name>', 'what this site is called; kept in the data folder')
    .option('--time-zone <zone>', 'the site’s time zone, like Asia/Seoul; kept', timeZone)
    .option(
      '--serial <port[,baud][,8N1][,crc]>',
      'serial gateway that sends JSON lines; crc insists on checksums; may be given again',
      collect((text) => text),
    )
    .option(
      '--modbus <port[,baud][,8E1],map.json>',
      'Modbus RTU bus and its register map; may be given again',
      collect((text) => text),
    )
    .addOption(
      new Option('--power-unit <unit>', 'what the devices send as pwr; kept').choices(['kW', 'W']),
    )
    .addOption(
      new Option('--power-factor-unit <unit>', 'what the devices send as pFct; kept').choices([
        'ratio',
        'percent',
      ]),
    )
    .option(
      '--connection <file>',
      'a way in with its certificates, like AWS IoT Core, as JSON; may be given again',
      collect((path) => path),
    )
    .option('--lan-broker <[host:]port>', 'run a broker on this machine', listenAddress)
    .addOption(
      new Option(
        '--token <secret>',
        'opens /api and /metrics, and the desk from other machines',
      ).conflicts('tokenFile'),
    )
    .option(
      '--token-file <file>',
      'the same from a file, which other users can’t see in a process list',
    )
    .option('--tls-cert <file>', 'certificate with its chain, PEM: serve by HTTPS')
    .option('--tls-key <file>', 'its key, PEM')
    .option(
      '--plain-http',
      'other machines may connect without TLS: only where a proxy in front ends it',
    )
    .option('--demo', 'run the simulated building')
    .option('--seed <number>', 'what the simulation does', integer(0, 2 ** 31 - 1), 1)
    .option(
      '--devices <number>',
      'devices of the simulated building',
      integer(1, 10_000),
      DEMO_DEVICES,
    )
    .option('--model <file>', 'prediction model; the program’s own by default')
    .option('--no-model', 'predict nothing: the rules go on alone')
    .option('--peer <url...>', 'other desks of the same site, whose acts count here', peerUrl)
    .option('--peer-token-file <file...>', 'the token of each, in the same order')
    .option('--renderer <dir>', 'built page to serve')
    .addOption(
      new Option('--log-level <level>', 'least severe line to log')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('info'),
    )
    .addHelpText(
      'after',
      '\nWhen ready, one line goes to standard output: {"url":"http://127.0.0.1:PORT"}.' +
        '\nLogs go to standard error, a JSON object a line.',
    )
    .action(async (options: Omit<ServeOptions, 'data'> & { data?: string }) => {
      const { serve } = await import('../serve.ts');
      exit(
        await serve({ ...options, data: options.data ?? defaultDataDir(options.demo ?? false) }),
      );
    });
}
