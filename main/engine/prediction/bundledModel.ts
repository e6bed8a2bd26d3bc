import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const NAME = path.join('models', 'fire-risk.onnx');

/**
 * The model that comes with the program: in the project's folder, whether the engine runs from source or from the bundle
 * in `out/main`; beside the archive when the program is packed. Where there is none, the path at which it was expected.
 */
export function bundledModel(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const file = path.join(folder, NAME);
    if (existsSync(file)) return file;
    // The program's own folder, and not one further up that belongs to somebody else.
    if (existsSync(path.join(folder, 'package.json')) || path.dirname(folder) === folder)
      return folder.endsWith('.asar') ? path.join(path.dirname(folder), NAME) : file;
  }
}

const Metrics = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * The SHA-256 of the model on which the figures of `metrics.json` beside it were measured: a file that a disk damaged may
 * still run, and says anything. Undefined where no such figures are beside it.
 */
export function measuredHash(file: string): string | undefined {
  try {
    const text = readFileSync(path.join(path.dirname(file), 'metrics.json'), 'utf8');
    return Metrics.parse(JSON.parse(text)).hash;
  } catch {
    return undefined;
  }
}
