import type { Command } from 'commander';
import { EXIT, type Exit } from '../exitCodes.ts';

export function addPorts(program: Command, exit: Exit): void {
  program
    .command('ports')
    .description('list the serial ports of this machine')
    .addHelpText('after', '\nA line each: the port, a tab, and what the adapter says of itself.')
    .action(async () => {
      const { listSerialPorts } = await import('#engine/sources/serial/listSerialPorts.ts');
      const { listPorts } = await import('../serialPorts.ts');
      const count = await listPorts((text) => process.stdout.write(text), listSerialPorts);
      if (count === 0) process.stderr.write('emberwatch: this machine has no serial port\n');
      exit(EXIT.ok);
    });
}
