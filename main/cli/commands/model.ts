import type { Command } from 'commander';
import type { Exit } from '../exitCodes.ts';

export function addModel(program: Command, exit: Exit): void {
  program
    .command('model')
    .description('prediction models')
    .command('show <file>')
    .description('what a model file says of itself, and whether this program would take it; JSON')
    .addHelpText('after', '\nA file that would be refused gives the reason, and exit code 1.')
    .action(async (file: string) => {
      const { showModel } = await import('../prediction/showModel.ts');
      exit(await showModel(file));
    });
}
