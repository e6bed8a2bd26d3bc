import packageJson from '../../package.json' with { type: 'json' };

/** The program's version, from the one place that says it. */
export const version: string = packageJson.version;
