import { modelRuntime } from '#engine/prediction/models/runtime.ts';
import { EXIT } from '../exitCodes.ts';
import { messageOf } from '../options.ts';

/** As the desk would look at it when it is offered, the trial run included. @returns the exit code */
export async function showModel(file: string): Promise<number> {
  const runtime = modelRuntime();
  const found = await runtime.read(file);
  if ('code' in found) return refuse(found.code, found.detail);
  const { path: _, reference, trainedAt, ...model } = found;
  try {
    const open = await runtime.open(found);
    await open.close();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'runtimeFailed';
    return refuse(code, messageOf(error));
  }
  print({
    usable: true,
    ...model,
    trainedAt: new Date(trainedAt).toISOString(),
    features: reference.map(({ name }) => name),
  });
  return EXIT.ok;
}

function refuse(code: string, detail: string): number {
  print({ usable: false, code, detail });
  return EXIT.problem;
}

const print = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};
