import { valueMistakes } from '../cloudformation/constraints.ts'
import { limitMistakes } from '../cloudformation/limits.ts'
import { brokenNames } from '../cloudformation/references.ts'
import { inlineParameters, NO_PARAMETERS, parseParameters, type GivenParameters } from '../cloudformation/parameters.ts'
import { INLINE_BYTES, parseTemplate, type Template } from '../cloudformation/template.ts'
import { ordered, referencedStacks, type Environment, type Stack } from '../config/resolve.ts'
import { ActionError } from '../support/errors.ts'
import { readWorkspaceFile } from '../support/workspace.ts'
import { errorFinding } from './error-finding.ts'

/** What the workspace says about one stack: its template and its parameters. */
export interface StackSource {
  readonly id: string
  readonly template: Template
  readonly parameters: GivenParameters
  /** Ids of stacks that must be there first, those that parameter files refer to among them. */
  readonly dependsOn: readonly string[]
}

export type StackSources = ReadonlyMap<string, StackSource>

/**
 * Reads templates and parameters of an environment. Nothing of AWS is asked; every file that cannot be read is found at
 * once, and they are the findings of the ActionError.
 */
export async function readSources(environment: Environment, workspace: string): Promise<StackSources> {
  const sources = new Map<string, StackSource>()
  // Many stacks of one template hold it once.
  const templates = new Map<string, Template>()
  const errors: ActionError[] = []
  for (const stack of environment.stacks) {
    try {
      sources.set(stack.id, await readSource(environment, stack, workspace, templates))
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      errors.push(error)
    }
  }
  errors.push(...[...templates.values()].flatMap((template) => [...limitMistakes(template), ...brokenNames(template)]))
  errors.push(...sameNames(environment))
  for (const { id, template, parameters } of sources.values()) {
    errors.push(...valueMistakes(template, parameters, `stack/${id}`))
  }
  const ids = environment.stacks.map(({ id }) => id)
  errors.push(...[...sources.values()].flatMap((source) => brokenReferences(source, sources, ids)))
  const [first, ...others] = errors
  if (first === undefined) {
    ordered([...sources.values()])
    return sources
  }
  if (others.length === 0) throw first
  throw new ActionError('config/template', {
    message: `${errors.length} mistakes in the files of ${environment.key}; the first: ${first.message}`,
    subject: `environment/${environment.key}`,
    findings: errors.flatMap((error) => (error.findings.length > 0 ? error.findings : [errorFinding(error)])),
  })
}

async function readSource(
  environment: Environment,
  stack: Stack,
  workspace: string,
  templates: Map<string, Template>,
): Promise<StackSource> {
  const subject = `stack/${stack.id}`
  refuseName(stack)
  refuseElsewhere(environment, stack)
  const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
  const template =
    templates.get(stack.template) ??
    parseTemplate(decode(await readWorkspaceFile(workspace, stack.template, subject)), stack.template)
  templates.set(stack.template, template)
  if (template.bytes > INLINE_BYTES && stack['template-bucket'] === undefined) {
    throw new ActionError('config/template', {
      message: `${template.file} has ${template.bytes} bytes; CloudFormation takes more than ${INLINE_BYTES} from S3 only`,
      advice: `Set \`template-bucket\` of the stack ${stack.id}.`,
      subject,
      expected: `at most ${INLINE_BYTES} bytes, or a template-bucket`,
      observed: `${template.bytes} bytes and no template-bucket`,
      file: template.file,
    })
  }
  const parameters = await readParameters(environment, stack, workspace, decode)
  const ids = new Set(environment.stacks.map((each) => each.id))
  const referenced = referencedStacks(parameters.values).map((id) =>
    ids.has(id) || ids.size > 2 ? id : theOther(ids, stack),
  )
  return { id: stack.id, template, parameters, dependsOn: [...new Set([...stack.dependsOn, ...referenced])] }
}

const OUTPUT = /\{stack(?:\.([A-Za-z][\w-]*))?\.outputs\.([A-Za-z0-9]+)\}/g

const ALMOST = /\{stacks?\b[^{}]*\}/

/** References to stacks, and to outputs, that no template of the release declares. */
function brokenReferences(
  { id, parameters }: StackSource,
  sources: StackSources,
  ids: readonly string[],
): ActionError[] {
  return Object.entries(parameters.values).flatMap(([name, given]) => {
    if (!('value' in given)) return []
    const typo = ALMOST.exec(given.value.replaceAll(OUTPUT, ''))?.[0]
    if (typo !== undefined) {
      const { file, line } = parameters.source(name) ?? {}
      return [
        new ActionError('config/reference', {
          message: `${typo} is no reference to an output, and would be deployed as it is written`,
          subject: `stack/${id}/parameter/${name}`,
          expected: '{stack.ID.outputs.NAME}',
          observed: typo,
          ...(file !== undefined && { file }),
          ...(line !== undefined && { line }),
        }),
      ]
    }
    return [...given.value.matchAll(OUTPUT)].flatMap(([reference, named, output = '']) => {
      const stack = named ?? (ids.length === 2 ? ids.find((each) => each !== id) : undefined) ?? ''
      const other = sources.get(stack)
      // What is wrong with its own files is told there.
      if (other === undefined && ids.includes(stack)) return []
      if (other !== undefined && other.template.transforms.length > 0) return []
      if (other !== undefined && Object.hasOwn(other.template.outputs, output)) return []
      const place = parameters.source(name)
      return [
        new ActionError('config/reference', {
          message: `${reference} refers to ${other === undefined ? 'a stack' : 'an output'} that does not exist`,
          subject: `stack/${id}/parameter/${name}`,
          expected:
            other === undefined
              ? `{stack.ID.outputs.${output}} of one of the stacks ${ids.join(', ')}`
              : `one of the outputs ${Object.keys(other.template.outputs).join(', ') || '(none)'} of ${other.template.file}`,
          observed: reference,
          ...(place && { file: place.file }),
          ...(place?.line !== undefined && { line: place.line }),
        }),
      ]
    })
  })
}

const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
function refuseName({ id, name }: Stack): void {
  if (name.startsWith('arn:') || STACK_NAME.test(name)) return
  throw new ActionError('config/file', {
    message: `CloudFormation takes no stack of the name ${name}`,
    subject: `stack/${id}`,
    expected: 'a letter, then letters, digits and hyphens, 128 at most',
    observed: `${name} (${name.length} characters)`,
    advice: `Correct \`name\` of the stack ${id}, or what {environment} stands for in it.`,
  })
}

/** Two entries for one stack would be planned beside each other, each as though the other were not there. */
function sameNames({ key, stacks }: Environment): ActionError[] {
  return [...Map.groupBy(stacks, ({ name }) => name)].flatMap(([name, group]) => {
    if (group.length < 2) return []
    const ids = group.map(({ id }) => id).join(' and ')
    return [
      new ActionError('config/file', {
        message: `${ids} are one and the same stack of ${key}: ${name}`,
        subject: `environment/${key}`,
        expected: 'a `name` of its own for each stack',
        observed: name,
        advice: `Give ${ids} names that differ, or remove all of them but one.`,
      }),
    ]
  })
}

/** A stack that is named by its ARN tells where it is; it must be where this environment is. */
function refuseElsewhere({ key, region, planRole, deployRole }: Environment, { id, name }: Stack): void {
  if (!name.startsWith('arn:')) return
  const [, , , itsRegion, itsAccount] = name.split(':')
  const account = (planRole ?? deployRole)?.split(':')[4]
  const wrong =
    itsRegion !== region
      ? { what: 'region', expected: region, observed: itsRegion }
      : account !== undefined && itsAccount !== account
        ? { what: 'account', expected: account, observed: itsAccount }
        : undefined
  if (wrong === undefined) return
  throw new ActionError('config/file', {
    message: `the stack ${id} of ${key} is in another ${wrong.what}: ${wrong.observed ?? 'none'}`,
    subject: `stack/${id}`,
    expected: wrong.expected,
    observed: wrong.observed ?? 'none',
    advice: `Name a stack of ${key}, or correct environments.${key}.`,
  })
}

/** `{stack.outputs.X}` names no stack: it is the other one where there are two. */
function theOther(ids: ReadonlySet<string>, stack: Stack): string {
  return [...ids].find((id) => id !== stack.id) ?? stack.id
}

async function readParameters(
  environment: Environment,
  stack: Stack,
  workspace: string,
  decode: (bytes: Uint8Array) => string,
): Promise<GivenParameters> {
  if (stack.parameters === undefined) return NO_PARAMETERS
  if (typeof stack.parameters !== 'string') return inlineParameters(stack.parameters)
  const bytes = await readWorkspaceFile(workspace, stack.parameters, `stack/${stack.id}`)
  const given = parseParameters(decode(bytes), stack.parameters)
  const named = Object.entries(given.values).map(([name, each]) => [
    name,
    'value' in each ? { value: each.value.replaceAll('{environment}', environment.name) } : each,
  ])
  return { ...given, values: Object.fromEntries(named) as GivenParameters['values'] }
}
