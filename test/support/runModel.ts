/** Runs a model once, in a process of its own: `thread` as the engine does it, `here` as a command does it. */
import { ModelSession } from '#engine/prediction/ModelSession.ts';
import { ModelThread } from '#engine/prediction/ModelThread.ts';
import { readModelFile } from '#engine/prediction/readModelFile.ts';

const [where, file] = process.argv.slice(2);
const read = await readModelFile(file!);
if (!read.ok) throw new Error(read.problem.detail);
if (where === 'here') await ModelSession.load(read.file.bytes);
else await new ModelThread(read.file).load();
process.stdout.write('ran');
