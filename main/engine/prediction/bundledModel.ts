import { existsSync } from 'node:fs';
import path from 'node:path';

const NAME = path.join('models', 'fire-risk.onnx');

/**
 * The model that comes with the program: in the project's folder, whether the engine runs from source or from the bundle
 * in `out/main`. Where there is none, the path at which it was expected.
 */
export function bundledModel(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const file = path.join(folder, NAME);
    if (existsSync(file)) return file;
    // The program's own folder, and not one further up that belongs to somebody else.
    if (existsSync(path.join(folder, 'package.json')) || path.dirname(folder) === folder)
      return file;
  }
}
