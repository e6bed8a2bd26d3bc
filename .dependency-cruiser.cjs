/**
 * Who may import whom. `test/unit/walls.test.ts` breaks each rule on purpose and expects it to be caught,
 * because a wall whose pattern matches nothing lets everything through.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle means that two rooms are one: split out what both need.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared runs in every process: types, schemas and pure functions only.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: '^(shared/|node_modules/(zod|@orpc/(contract|shared|client))/)' },
    },
    {
      name: 'renderer-stays-in-the-page',
      comment: 'The renderer also runs in a browser: ask the engine through shared/contract.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        path: '^(main|preload|test|build)/|^node_modules/(electron|better-sqlite3|mqtt|aedes|fastify|ws|pino)/',
      },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'preload-hands-over-a-port',
      comment: 'Preload hands over a port. Nothing else belongs here.',
      severity: 'error',
      from: { path: '^preload/' },
      to: { pathNot: '^(preload/|shared/|node_modules/electron/)' },
    },
    {
      name: 'engine-knows-no-host',
      comment: 'The engine also runs as plain Node: take what you need as an argument.',
      severity: 'error',
      from: { path: '^main/engine/' },
      to: { path: '^(main/(app|server|cli)|renderer|preload|test|build)/' },
    },
    {
      name: 'hosts-know-engine-and-shared',
      severity: 'error',
      from: { path: '^main/(app|server|cli)/' },
      to: { path: '^(renderer|preload|test)/' },
    },
    {
      name: 'hosts-do-not-know-each-other',
      comment: 'The command line may start the headless host; no other host knows another.',
      severity: 'error',
      from: { path: '^main/(app|server)/' },
      to: { path: '^main/(app|server|cli)/', pathNot: '^main/$1/' },
    },
    {
      name: 'only-the-shell-knows-electron',
      severity: 'error',
      from: { pathNot: '^(main/app|preload|test)/' },
      to: { path: '^node_modules/electron/|^electron$' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|node_modules/\\.cache)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
