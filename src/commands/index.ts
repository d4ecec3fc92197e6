import type { CommandMeta, Run } from './contract.ts'
import type { CommandName } from '../config/model/command-names.ts'

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
      takes: [],
    },
    load: () => import('./package.ts'),
  },
  precheck: {
    meta: {
      name: 'precheck',
      summary: 'Drift, change sets, parity and revisions of both environments, before anything is changed.',
      environment: ({ environment }) => environment ?? 'all',
      takes: ['only', 'temporary'],
    },
    load: () => import('./precheck.ts'),
  },
  'deploy-preprod': {
    meta: {
      name: 'deploy-preprod',
      summary: 'Executes the reviewed change sets on pre-prod and deploys the revisions.',
      environment: () => 'preprod',
      takes: ['only', 'temporary', 'floor'],
    },
    load: () => import('./deploy-preprod.ts'),
  },
  verify: {
    meta: {
      name: 'verify',
      summary: 'Proves that the deployed release passes its checks.',
      environment: ({ environment }) => environment ?? 'preprod',
      takes: ['only', 'shard', 'temporary'],
    },
    load: () => import('./verify.ts'),
  },
  gate: {
    meta: {
      name: 'gate',
      summary: 'Opens production only to a release whose evidence is complete, recent and about the same content.',
      environment: ({ environment }) => environment ?? 'production',
      takes: ['floor', 'break-glass'],
    },
    load: () => import('./gate.ts'),
  },
  'deploy-production': {
    meta: {
      name: 'deploy-production',
      summary:
        'Enforces the gate, compares the plan with the reviewed one, and deploys to production what was rehearsed.',
      environment: () => 'production',
      takes: ['only', 'floor', 'break-glass'],
    },
    load: () => import('./deploy-production.ts'),
  },
  rollback: {
    meta: {
      name: 'rollback',
      summary: 'Brings the versions before the last release back to production, under the approval of its environment.',
      environment: () => 'production',
      takes: ['only', 'floor'],
    },
    load: () => import('./rollback.ts'),
  },
  teardown: {
    meta: {
      name: 'teardown',
      summary: 'Removes a temporary environment, or all that have expired, by what was recorded when they were made.',
      environment: () => 'temporary',
      takes: ['temporary', 'expired', 'apply'],
    },
    load: () => import('./teardown.ts'),
  },
}
