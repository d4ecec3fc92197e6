import type { CommandMeta, Run } from './contract.ts'
import type { CommandName } from './names.ts'

interface Entry {
  readonly meta: CommandMeta
  /** Loads the command with all that it needs, and nothing of the others. */
  readonly load: () => Promise<{ run: Run }>
}

/** Every subcommand. A chunk of the bundle each: a step loads what it uses. */
export const COMMANDS: Readonly<Record<CommandName, Entry>> = {
  package: {
    meta: {
      name: 'package',
      summary: 'Stores what was built, so that a build runs once, in a job without any identity.',
      environment: () => 'all',
    },
    load: () => import('./package.ts'),
  },
  precheck: {
    meta: {
      name: 'precheck',
      summary: 'Drift, change sets, parity and revisions of both environments, before anything is changed.',
      environment: ({ environment }) => environment ?? 'all',
    },
    load: () => import('./precheck.ts'),
  },
  'deploy-preprod': {
    meta: {
      name: 'deploy-preprod',
      summary: 'Executes the reviewed change sets on pre-prod and deploys the revisions.',
      environment: () => 'preprod',
    },
    load: () => import('./deploy-preprod.ts'),
  },
  verify: {
    meta: {
      name: 'verify',
      summary: 'Proves that what was deployed does what it should.',
      environment: ({ environment }) => environment ?? 'preprod',
    },
    load: () => import('./verify.ts'),
  },
  gate: {
    meta: {
      name: 'gate',
      summary: 'Opens production only to a release whose evidence is complete, fresh and about these very bits.',
      environment: ({ environment }) => environment ?? 'production',
    },
    load: () => import('./gate.ts'),
  },
  'deploy-production': {
    meta: {
      name: 'deploy-production',
      summary: 'Enforces the gate, compares the plan with the reviewed one, and does to production what was rehearsed.',
      environment: () => 'production',
    },
    load: () => import('./deploy-production.ts'),
  },
}
