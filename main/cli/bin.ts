/** The command line: `npm run -s cli -- …`, or `emberwatch …` once installed. */
import { run } from './program.ts';

process.exitCode = await run(process.argv.slice(2));
