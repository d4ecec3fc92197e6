import { defineConfig } from 'oxlint'

/** The rooms of src, from above to below (docs/decisions/0004). A room imports from those below it. */
const LAYERS = [
  ['main', 'run', 'connect'],
  ['commands'],
  ['report'],
  ['release', 'policies', 'checks'],
  ['cloudformation', 'codedeploy', 'github'],
  ['aws'],
  ['support'],
]

const sdk = {
  regex: '^@actions/core$|^@aws-sdk/',
  message: 'Only main.ts speaks to the runner, only clients touch an SDK (types are fine).',
  allowTypeImports: true,
}
const outside = { regex: '/(sandbox|rehearsal|__tests__)/', message: 'The product does not know the sandbox.' }

/** The linter's patterns are Rust expressions: they have no lookahead, so rooms are named. */
function notFrom(rooms: readonly string[], message: string, allowTypeImports = false) {
  return { regex: `^\\.?(\\./)*(\\.\\./)+(${rooms.join('|')})(/|\\.ts$)`, message, allowTypeImports }
}

function restrict(...patterns: object[]) {
  return { 'no-restricted-imports': ['error', { patterns: [outside, ...patterns] }] }
}

const above = (room: string): string[] =>
  LAYERS.slice(
    0,
    LAYERS.findIndex((layer) => layer.includes(room)),
  ).flat()

/** Types of what is above may be named (a context, a contract), values may not be imported. */
const rooms = LAYERS.slice(1)
  .flat()
  .map((room) => ({
    files: [`src/${room}/**`],
    rules: restrict(sdk, notFrom(above(room), 'Imports go downwards.', room === 'release' || room === 'checks')),
  }))

const everybody = LAYERS.flat()

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'promise', 'node', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['/dist', '/build', 'node_modules'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    'import/no-cycle': 'error',
    'import/extensions': ['error', 'always', { ignorePackages: true }],
    'no-console': 'error',
    'no-restricted-globals': [
      'error',
      { name: 'process', message: 'The ambient world is read in main.ts and arrives as ports.' },
    ],
    // The compiler knows better (noImplicitReturns), or the rule objects to what is meant.
    'typescript/consistent-return': 'off',
    'typescript/no-unnecessary-type-arguments': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/no-misused-spread': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'typescript/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
  },
  overrides: [
    {
      files: [
        'src/main.ts',
        'src/support/**',
        'src/codedeploy/agent/**',
        '{sandbox,rehearsal,scripts,bench,examples,__tests__}/**',
        '*.config.*',
      ],
      rules: { 'no-restricted-globals': 'off', 'no-console': 'off' },
    },
    ...rooms,
    {
      files: ['src/evidence/**'],
      rules: restrict(notFrom([...everybody, 'config', 'ports'], 'evidence imports nothing.'), sdk),
    },
    {
      files: ['src/report/**'],
      rules: restrict(
        sdk,
        notFrom(
          everybody.filter((room) => room !== 'support'),
          'report sees the evidence, and nothing else.',
        ),
      ),
    },
    {
      files: ['src/commands/*.ts'],
      rules: restrict(sdk, notFrom(above('commands'), 'Imports go downwards.'), {
        regex: '^\\./(package|precheck|deploy-preprod|verify|gate|deploy-production|index)\\.ts$',
        message: 'Commands are siblings: what two of them need belongs to release.',
      }),
    },
    { files: ['src/commands/index.ts', 'src/main.ts'], rules: restrict() },
    { files: ['src/*/client.ts'], rules: restrict(notFrom(above('github'), 'Imports go downwards.')) },
    { files: ['src/aws/**'], rules: restrict(notFrom(above('aws'), 'Imports go downwards.')) },
  ],
})
