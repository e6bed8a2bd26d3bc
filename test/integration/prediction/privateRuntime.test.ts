import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeModel } from '../../support/modelFile.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../support/runModel.ts', import.meta.url));
/** In any of these surroundings the runtime would keep quiet by itself, and the test would prove nothing. */
const SURROUNDINGS = /^(CI|GITHUB_|TF_BUILD|JENKINS|VITEST|ORT_)/;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-private-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// Elsewhere it leaves nothing in a folder that could be looked at.
describe.skipIf(process.platform !== 'linux')('the runtime of the model', () => {
  test.each(['thread', 'here'])('tells nobody that it was used (%s)', async (where) => {
    const home = path.join(folder, 'home');
    const known = Object.entries(process.env).filter(([name]) => !SURROUNDINGS.test(name));
    const env = { ...Object.fromEntries(known), HOME: home, XDG_CACHE_HOME: home, TMPDIR: folder };
    const model = writeModel(folder, 'unusual');
    const { stdout } = await run(process.execPath, [SCRIPT, where, model], { env });
    expect(stdout).toBe('ran');
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => /onnxruntime|deviceid|mat-debug/i.test(name))).toEqual([]);
  });
});
