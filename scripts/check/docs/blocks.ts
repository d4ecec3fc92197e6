import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { parseScenario } from '../../../sandbox/scenario.ts'
import { readWorkflowFile } from '../../../sandbox/github/workflows/read.ts'
import { parseAppSpec } from '../../../src/codedeploy/appspec/index.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readBreakGlass } from '../../../src/config/schema/break-glass.ts'
import { baselineSchema } from '../../../src/config/model/sections/precheck.ts'
import { readConfig, readYaml } from '../../../src/config/schema/file.ts'
import { readFloor } from '../../../src/config/schema/floor.ts'
import { readIntent } from '../../../src/config/schema/intent.ts'
import { messageOf } from '../../../src/support/errors.ts'
import { isRecord } from '../../../src/support/records.ts'
import type { Block } from './pages.ts'

/** Each block of YAML or JSON is of one kind, and the reader of that kind accepts it. */

interface Kind {
  readonly name: string
  readonly is: (value: Readonly<Record<string, unknown>>) => boolean
  /** Throws for an invalid block. */
  readonly read: (text: string, where: string, project: string) => void | Promise<void>
}

const has =
  (...keys: readonly string[]) =>
  (value: Readonly<Record<string, unknown>>): boolean =>
    keys.some((key) => key in value)

const KINDS: readonly Kind[] = [
  {
    name: 'an AppSpec',
    is: ({ version, Resources }) => String(version) === '0' && (Resources !== undefined || version === 0),
    read(text, where) {
      const platform = text.includes('AWS::Lambda') ? 'lambda' : text.includes('AWS::ECS') ? 'ecs' : 'server'
      const parsed = parseAppSpec(text, {
        file: where,
        platform,
        supplied: ['CurrentVersion', 'TargetVersion', 'TaskDefinition'],
        words: (word: string) => word,
      })
      if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '))
    },
  },
  { name: 'a template', is: has('Resources'), read: (text, where) => void parseTemplate(text, where) },
  { name: 'a scenario', is: has('pace'), read: readScenario },
  { name: 'a workflow', is: has('jobs', 'on'), read: readWorkflow },
  { name: 'variables of a job', is: has('env'), read: readVariables },
  { name: 'inputs of a step', is: has('with'), read: readInputs },
  { name: 'an intent', is: has('expect', 'allow', 'forbid'), read: (text, where) => void readIntent(text, where) },
  {
    name: 'a baseline of an organisation',
    is: has('ignore'),
    read: (text, where) => void readYaml(text, { file: where, code: 'config/file' }, baselineSchema()),
  },
  {
    name: 'a configuration',
    is: has(
      'environments',
      'stacks',
      'deployments',
      'verify',
      'precheck',
      'gate',
      'notify',
      'observe',
      'rehearse-rollback',
    ),
    read(text, where) {
      const whole = /^version:/m.test(text)
      const config = readConfig(whole ? text : `version: 1\n${text}`, where)
      if (whole)
        for (const environment of ['preprod', 'production'] as const) {
          const { planRole, deployRole } = resolveEnvironment(config, environment, 'eu-west-1')
          // The job of precheck has no environment: it cannot take the deploy-role.
          if (deployRole !== undefined && planRole === undefined)
            throw new Error(`${environment} has a deploy-role and no plan-role: precheck would have no credentials`)
        }
    },
  },
]

/** The error of a block; undefined for a valid one. */
export async function blockMistake(block: Block, project: string): Promise<string | undefined> {
  const { page, line, language, text } = block
  const where = `${page}:${line}`
  try {
    if (language === 'json') {
      JSON.parse(text)
      return undefined
    }
    if (language !== 'yaml' && language !== 'yml') return undefined
    const value: unknown = parse(text)
    if (!isRecord(value)) return `${where}: the block is not a map`
    const kind = KINDS.find(({ is }) => is(value))
    if (kind === undefined) return `${where}: no reader is known for a block with ${Object.keys(value).join(', ')}`
    await kind.read(text, where, project)
    return undefined
  } catch (error) {
    return `${where}: ${messageOf(error)}`
  }
}

function readScenario(text: string): void {
  // Ellipses stand for keys that nobody should copy.
  parseScenario(parse(text.replaceAll('{ … }', '{ Statement: [] }').replaceAll('…', 'X'.repeat(16))) as object)
}

const OURS = /^org\/test-deployments(?:\/(\.github\/workflows\/[\w-]+\.yml))?@v1$/

interface Uses {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

/** A workflow that GitHub starts, whose calls of this action name inputs that exist. */
async function readWorkflow(text: string, where: string, project: string): Promise<void> {
  const value = parse(text) as {
    readonly on?: unknown
    readonly jobs?: Readonly<Record<string, Uses & { readonly steps?: readonly Uses[] }>>
  }
  if (value.jobs === undefined) return
  const whole = value.on === undefined ? `on: push\n${text}` : text
  const jobs = Object.values(value.jobs)
  if (jobs.every((job) => job.uses !== undefined || 'runs-on' in job)) await readWorkflowFile(`${where}.yml`, whole)
  for (const one of [...jobs, ...jobs.flatMap(({ steps = [] }) => steps)]) {
    const [ours, file] = OURS.exec(one.uses ?? '') ?? []
    if (ours === undefined) continue
    const known = inputsOf(project, file)
    const unknown = Object.keys(one.with ?? {}).find((name) => !known.includes(name))
    if (unknown !== undefined) throw new Error(`${ours} has no input ${unknown}`)
  }
}

function inputsOf(project: string, workflow: string | undefined): string[] {
  const read = (path: string): unknown => parse(readFileSync(join(project, path), 'utf8'))
  if (workflow === undefined) return Object.keys((read('action.yml') as { readonly inputs: object }).inputs)
  const { on } = read(workflow) as { readonly on: { readonly workflow_call: { readonly inputs: object } } }
  return Object.keys(on.workflow_call.inputs)
}

function readInputs(text: string, _where: string, project: string): void {
  const { with: given } = parse(text) as { readonly with: Readonly<Record<string, string>> }
  const known = inputsOf(project, undefined)
  const unknown = Object.keys(given).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`the action has no input ${unknown}`)
  readFloor(given['floor'])
  readBreakGlass(given['break-glass'])
}

function readVariables(text: string): void {
  const { env } = parse(text) as { readonly env: unknown }
  if (!isRecord(env) || Object.values(env).some((value) => typeof value === 'object'))
    throw new Error('env is not a map of texts')
}
