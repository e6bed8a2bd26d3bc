/** The command line: `npm run -s cli -- …`, or `emberwatch …` once installed. */
import { EXIT } from './exitCodes.ts';
import { run } from './program.ts';

// A reader that has seen enough, as in `… | head`, is no fault: what is left unsaid is unwanted. A full disk is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || process.exitCode === EXIT.problem) return;
  process.exitCode = EXIT.problem;
  process.stderr.write(`emberwatch: the output can't be written: ${error.message}\n`);
});

const code = await run(process.argv.slice(2));
process.exitCode ||= code;
