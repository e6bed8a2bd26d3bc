import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';

/** Stand-ins by run. Module code reaches them through this symbol, since a module's text can't hold an object. */
const RUNS = Symbol.for('emberwatch.test.electron');
const runs = new Map<string, object>();
Object.assign(globalThis, { [RUNS]: runs });

const SCHEME = 'electron-stand-in:';

registerHooks({
  resolve(specifier, context, next) {
    const run = context.parentURL && new URL(context.parentURL).searchParams.get('run');
    if (!run) return next(specifier, context);
    if (specifier === 'electron')
      return { url: `${SCHEME}${run}`, format: 'module', shortCircuit: true };
    const resolved = next(specifier, context);
    // The built program's own files are loaded anew for every run, so that none sees the state of another.
    return specifier.startsWith('.')
      ? { ...resolved, url: `${resolved.url}?run=${run}` }
      : resolved;
  },
  load(url, context, next) {
    if (!url.startsWith(SCHEME)) return next(url, context);
    const run = url.slice(SCHEME.length);
    const names = Object.keys(runs.get(run) ?? {});
    // A name that the program imports and this lacks is a link error, at the start and by name.
    const source = `const electron = globalThis[Symbol.for('emberwatch.test.electron')].get('${run}');
      ${names.map((name) => `export const ${name} = electron.${name};`).join('\n')}`;
    return { format: 'module', source, shortCircuit: true };
  },
});

// The runner transforms imports that it sees. This one must stay Node's own, with the hooks above.
const importNatively = runInThisContext('(url) => import(url)', {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>;

/** Runs a built entry with `electron` as its `electron` module. */
export async function loadBuilt(entry: string, electron: object): Promise<void> {
  const run = String(runs.size + 1);
  runs.set(run, electron);
  await importNatively(`${pathToFileURL(entry).href}?run=${run}`);
}
