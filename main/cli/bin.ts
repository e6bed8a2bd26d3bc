/** The command line: `npm run -s cli -- …`, or `emberwatch …` once installed. */
import { run } from './program.ts';

// A reader that has seen enough, as in `… | head`, is no fault: what is left unsaid is unwanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2));
