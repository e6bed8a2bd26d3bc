/** The commands and their options. Each is in `commands/`; what it needs is loaded only when it runs. */
import { Command, CommanderError } from 'commander';
import { version } from '#engine/version.ts';
import { addAdministrator } from './commands/administrator.ts';
import { addAnalyze } from './commands/analyze.ts';
import { addBackup, addRestore } from './commands/backup.ts';
import { addConnection } from './commands/connection.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEvaluate } from './commands/evaluate.ts';
import { addExport } from './commands/exportRecord.ts';
import { addExportTraining } from './commands/exportTraining.ts';
import { addImport } from './commands/import.ts';
import { addModel } from './commands/model.ts';
import { addPorts } from './commands/ports.ts';
import { addPredict } from './commands/predict.ts';
import { addReplay } from './commands/replay.ts';
import { addScore } from './commands/score.ts';
import { addServe } from './commands/serve.ts';
import { addSimulate } from './commands/simulate.ts';
import { addSimulateEpisodes } from './commands/simulateEpisodes.ts';
import { addVerifyAudit } from './commands/verifyAudit.ts';
import { EXIT, type Exit } from './exitCodes.ts';
import { messageOf } from './options.ts';

/**
 * Runs one command.
 * @param argv without the program's own name
 * @returns the exit code: 0 done, 1 a problem, 2 the command line was not understood
 */
export async function run(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = createProgram((exit) => {
    code = exit;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    process.stderr.write(`emberwatch: ${messageOf(error)}\n`);
    return EXIT.problem;
  }
}

function createProgram(exit: Exit): Command {
  const program = new Command('emberwatch')
    .description('Sees an electrical fire coming: monitors devices over MQTT, scores, alarms.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(--help shows the options)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 a problem, 2 the command line was not understood.',
    );
  addServe(program, exit);
  addSimulate(program, exit);
  addSimulateEpisodes(program, exit);
  addScore(program, exit);
  addPredict(program, exit);
  addModel(program, exit);
  addEvaluate(program, exit);
  addAnalyze(program, exit);
  addReplay(program, exit);
  addImport(program, exit);
  addDoctor(program, exit);
  addBackup(program, exit);
  addRestore(program, exit);
  addExport(program, exit);
  addConnection(program, exit);
  addPorts(program, exit);
  addVerifyAudit(program, exit);
  addAdministrator(program, exit);
  addExportTraining(program, exit);
  return program;
}
