import { defineConfig, type OxlintOverride } from 'oxlint'

/**
 * The modules of src, from above to below (docs/design.md). A module imports from the layers below its own, types
 * included; modules of one layer do not import each other. Every top-level name of src is in this list.
 */
export const LAYERS = [
  ['main'],
  ['run'],
  ['publish', 'connect', 'runner'],
  ['commands', 'notify', 'init', 'overview'],
  ['rollback', 'temporary'],
  ['report', 'precheck', 'deploy'],
  ['plan'],
  ['handover'],
  ['policies'],
  ['config/schema'],
  ['checks'],
  ['ports'],
  ['references', 'serving', 'assembly'],
  ['codedeploy', 'cloudformation', 'ecs', 'registry'],
  ['alarms'],
  ['config/model'],
  ['aws', 'github'],
  ['support'],
  ['evidence'],
]
const MODULES = LAYERS.flat()
/** Modules that are one file. */
const FILES = ['main', 'run', 'publish', 'connect', 'runner', 'ports']
/** Folders below a module are at most this deep. */
const DEPTH = 3

const sdk = {
  regex: '^@actions/core$|^@aws-sdk/',
  message: 'Only runner.ts speaks to the runner, only clients load an SDK (types are allowed).',
  allowTypeImports: true,
}
const outside = {
  regex: '/(sandbox|rehearsal|__tests__|scripts|bench)/',
  message: 'The product does not know the sandbox.',
}
const builtin = { regex: '^node:', message: 'A rule judges facts. It reads nothing itself.' }

/** What a module may not import although it is below. */
const FURTHER: Readonly<Record<string, readonly string[]>> = {
  // What is shown comes from the evidence alone.
  report: MODULES.filter((module) => !['support', 'evidence', 'report'].includes(module)),
}

function forbiddenTo(module: string): string[] {
  const layer = LAYERS.findIndex((names) => names.includes(module))
  const upwards = LAYERS.slice(0, layer + 1).flat()
  return [...new Set([...upwards, ...(FURTHER[module] ?? [])])].filter((name) => name !== module)
}

/** Imports of modules from a folder `depth` levels below src; `parent` is the folder that holds the importing module. */
function notFrom(modules: readonly string[], depth: number, parent = '') {
  const up = (levels: number): string => (levels === 0 ? '\\./' : '\\.\\./'.repeat(levels))
  const ways = modules.flatMap((name) => {
    const path = FILES.includes(name) ? `${name}\\.ts$` : `${name}/`
    const beside = parent !== '' && path.startsWith(`${parent}/`) ? [up(depth - 1) + path.slice(parent.length + 1)] : []
    return [up(depth) + path, ...beside]
  })
  return {
    regex: `^(${ways.join('|')})`,
    message: 'Imports go downwards only, and not within a layer.',
  }
}

function restrict(...patterns: object[]): NonNullable<OxlintOverride['rules']> {
  return { 'no-restricted-imports': ['error', { patterns: [outside, ...patterns] }] }
}

/** The files of a module at each depth, with the restrictions as they are written there. */
function boundaries(module: string) {
  const forbidden = forbiddenTo(module)
  const own = [...(module === 'runner' || module === 'aws' ? [] : [sdk]), ...(module === 'policies' ? [builtin] : [])]
  if (FILES.includes(module)) {
    return [
      {
        files: [`src/${module}.ts`],
        rules: restrict(...own, ...(forbidden.length > 0 ? [notFrom(forbidden, 0)] : [])),
      },
    ]
  }
  const start = module.split('/').length
  return Array.from({ length: DEPTH }, (_, below) => {
    const depth = start + below
    return {
      files: [`src/${module}/${'*/'.repeat(below)}*.ts`],
      rules: restrict(...own, notFrom(forbidden, depth, module.split('/').slice(0, -1).join('/'))),
    }
  })
}

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'promise', 'node', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['/dist', '/build', 'node_modules'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
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
    // Constructs of the CDK add themselves to their scope.
    { files: ['examples/cdk/**', '__tests__/assembly/fixtures/image-app/**'], rules: { 'no-new': 'off' } },
    ...MODULES.flatMap(boundaries),
    {
      files: ['src/commands/*.ts'],
      rules: restrict(sdk, notFrom(forbiddenTo('commands'), 1), {
        regex: '^\\./(package|precheck|deploy-preprod|verify|gate|deploy-production|teardown|index)\\.ts$',
        message: 'Commands do not import each other: what two of them need has a module below.',
      }),
    },
    { files: ['src/commands/index.ts'], rules: restrict(sdk, notFrom(forbiddenTo('commands'), 1)) },
    ...['cloudformation', 'codedeploy', 'github'].map((service) => ({
      files: [`src/${service}/client.ts`],
      rules: restrict(notFrom(forbiddenTo(service), 1)),
    })),
  ],
})
