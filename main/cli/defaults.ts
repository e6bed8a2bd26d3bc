/** What the commands agree on when nothing else is said. */
import { join } from 'node:path';
import { userDataDir } from './userDataDir.ts';

export const DEFAULT_PORT = 7373;
export const DEMO_DEVICES = 120;

/** A real site and the simulated one never share a folder, so neither do their defaults. */
export const defaultDataDir = (demo: boolean): string =>
  join(userDataDir(), demo ? 'demo' : 'desk');
