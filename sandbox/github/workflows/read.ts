import type * as Parser from '@actions/workflow-parser'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Level } from '../world.ts'
import {
  StartupFailure,
  type Concurrency,
  type JobFile,
  type Requested,
  type StepFile,
  type WorkflowFile,
} from './model.ts'

interface Raw {
  readonly name?: string
  readonly on?: {
    readonly workflow_call?: {
      readonly inputs?: Record<string, { readonly default?: unknown }>
      readonly outputs?: Record<string, { readonly value: unknown }>
    }
  }
  readonly env?: Record<string, unknown>
  readonly permissions?: unknown
  readonly concurrency?: unknown
  readonly jobs: Record<string, RawJob>
}

interface RawJob {
  readonly needs?: string | readonly string[]
  readonly if?: unknown
  readonly environment?: string | { readonly name: string; readonly url?: string }
  readonly permissions?: unknown
  readonly concurrency?: unknown
  readonly uses?: string
  readonly with?: Record<string, unknown>
  readonly outputs?: Record<string, unknown>
  readonly env?: Record<string, unknown>
  readonly steps?: readonly RawStep[]
}

interface RawStep {
  readonly id?: string
  readonly name?: string
  readonly if?: unknown
  readonly uses?: string
  readonly run?: string
  readonly env?: Record<string, unknown>
  readonly with?: Record<string, unknown>
}

const silent = { error: () => undefined, info: () => undefined, verbose: () => undefined }

const SCHEMA = /\/@actions\/workflow-parser\/dist\/[\w.-]+\.json$/

/** GitHub's parser imports its schemas without the attribute that Node demands. */
async function loadParser(): Promise<typeof Parser> {
  try {
    return await import('@actions/workflow-parser')
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_IMPORT_ATTRIBUTE_MISSING') throw error
  }
  registerHooks({
    load(url, context, next) {
      if (!SCHEMA.test(url)) return next(url, context)
      const source = `export default ${readFileSync(fileURLToPath(url), 'utf8')}`
      return { format: 'module', source, shortCircuit: true }
    },
  })
  return import('@actions/workflow-parser')
}

/** Reads a workflow file, which GitHub's own parser must accept. */
export async function readWorkflowFile(path: string, content: string): Promise<WorkflowFile> {
  // Loaded when a workflow is played: the parser is large.
  const { parseWorkflow } = await loadParser()
  const errors = parseWorkflow({ name: path, content }, silent).context.errors.getErrors()
  if (errors[0]) throw new StartupFailure(`The workflow is not valid. ${errors[0].message}`)
  const raw = parse(content) as Raw
  const { inputs = {}, outputs = {} } = raw.on?.workflow_call ?? {}
  const permissions = permissionsOf(raw.permissions)
  const concurrency = concurrencyOf(path, raw.concurrency)
  return {
    name: raw.name ?? path,
    defaults: Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, textOf(input.default)])),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, textOf(output.value)])),
    env: textsOf(raw.env),
    ...(permissions && { permissions }),
    ...(concurrency && { concurrency }),
    jobs: Object.entries(raw.jobs).map(([key, job]) => jobOf(path, key, job)),
  }
}

function jobOf(path: string, key: string, raw: RawJob): JobFile {
  const permissions = permissionsOf(raw.permissions)
  const concurrency = concurrencyOf(path, raw.concurrency)
  const environment = typeof raw.environment === 'object' ? raw.environment.name : raw.environment
  return {
    key,
    needs: typeof raw.needs === 'string' ? [raw.needs] : (raw.needs ?? []),
    ...(raw.if !== undefined && { condition: textOf(raw.if) }),
    ...(environment !== undefined && { environment }),
    ...(typeof raw.environment === 'object' && raw.environment.url && { environmentUrl: raw.environment.url }),
    ...(permissions && { permissions }),
    ...(concurrency && { concurrency }),
    ...(raw.uses !== undefined && { uses: raw.uses }),
    inputs: textsOf(raw.with),
    outputs: textsOf(raw.outputs),
    env: textsOf(raw.env),
    steps: (raw.steps ?? []).map(stepOf),
  }
}

function stepOf({ id, name, if: condition, uses, run, env, with: inputs }: RawStep): StepFile {
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(condition !== undefined && { condition: textOf(condition) }),
    ...(uses !== undefined && { uses }),
    ...(run !== undefined && { run }),
    env: textsOf(env),
    inputs: textsOf(inputs),
  }
}

function textsOf(values: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

const ALL = ['actions', 'attestations', 'checks', 'contents', 'deployments', 'id-token', 'issues'] as const
const MORE = ['packages', 'pages', 'pull-requests', 'security-events', 'statuses'] as const

function permissionsOf(value: unknown): Requested | undefined {
  if (value === undefined || value === null) return undefined
  const all = (level: Level): Requested =>
    Object.fromEntries(
      [...ALL, ...MORE].map((scope) => [scope, level === 'read' && scope === 'id-token' ? 'none' : level]),
    )
  if (value === 'read-all') return all('read')
  if (value === 'write-all') return all('write')
  return value as Requested
}

function concurrencyOf(path: string, value: unknown): Concurrency | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return { group: value, queue: 'single', cancelInProgress: false }
  const { group, queue = 'single', 'cancel-in-progress': cancel = false } = value as Record<string, unknown>
  if (queue !== 'single' && queue !== 'max') {
    throw new StartupFailure(`The workflow is not valid. ${path}: Unexpected value '${textOf(queue)}'`)
  }
  if (queue === 'max' && cancel === true) {
    throw new StartupFailure(
      `The workflow is not valid. ${path}: 'queue: max' cannot be combined with 'cancel-in-progress: true'`,
    )
  }
  return { group: textOf(group), queue, cancelInProgress: cancel === true }
}
