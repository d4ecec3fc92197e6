import { valueMistakes } from '../../cloudformation/template/constraints.ts'
import { circularMistakes } from '../../cloudformation/template/cycles.ts'
import { formMistakes } from '../../cloudformation/template/form.ts'
import { limitMistakes } from '../../cloudformation/template/limits.ts'
import { localPaths } from '../../cloudformation/local-paths.ts'
import { brokenNames } from '../../cloudformation/template/references.ts'
import {
  inlineParameters,
  NO_PARAMETERS,
  parseParameters,
  type GivenParameters,
} from '../../cloudformation/template/parameters.ts'
import { INLINE_BYTES, parseTemplate, type Template } from '../../cloudformation/template/template.ts'
import { ordered, type Environment, type Stack } from '../../config/model/environment.ts'
import { decodeText } from '../../support/text/decode.ts'
import { ActionError } from '../../support/errors.ts'
import { readWorkspaceFile } from '../../support/files/workspace.ts'
import type { Source } from '../../evidence/finding.ts'
import { errorFinding } from '../../support/error-finding.ts'
import { referencedStacks } from '../../config/model/references.ts'
import type { CheckInput } from '../../checks/common-options.ts'
import { brokenReferences } from './output-references.ts'
import { referringParameters, referringTexts } from './referring-texts.ts'

/** Template and parameters of one stack, from the workspace. */
export interface StackSource {
  readonly id: string
  readonly template: Template
  readonly parameters: GivenParameters
  /** Ids of stacks that must exist first, including those that parameter files refer to. */
  readonly dependsOn: readonly string[]
}

export type StackSources = ReadonlyMap<string, StackSource>

/**
 * Reads templates and parameters of an environment, and checks that all references to outputs of stacks, also in checks, are
 * to declared outputs. Makes no AWS call. All mistakes are reported together, as the findings of the ActionError.
 */
export async function readSources(
  environment: Environment,
  workspace: string,
  checks: readonly CheckInput[],
): Promise<StackSources> {
  const sources = new Map<string, StackSource>()
  // Stacks with the same template share it.
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
  for (const template of templates.values())
    errors.push(
      ...limitMistakes(template),
      ...formMistakes(template),
      ...brokenNames(template),
      ...circularMistakes(template),
      ...localPaths(template),
    )
  errors.push(...sameNames(environment))
  for (const { id, template, parameters } of sources.values()) {
    errors.push(...valueMistakes(template, parameters, `stack/${id}`))
  }
  const declared = {
    ids: environment.stacks.map(({ id }) => id),
    templates: new Map([...sources].map(([id, { template }]) => [id, template])),
  }
  const referring = [
    ...referringParameters([...sources.values()]),
    ...(await referringTexts(environment, workspace, checks)),
  ]
  errors.push(...referring.flatMap((text) => brokenReferences(text, declared)))
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
  refuseName(stack, environment)
  refuseOtherEnvironment(environment, stack)
  const template = templates.get(stack.template) ?? (await readTemplate(stack, workspace, subject))
  templates.set(stack.template, template)
  if (template.bytes > INLINE_BYTES && stack['template-bucket'] === undefined) {
    throw new ActionError('config/template', {
      message: `${template.file} has ${template.bytes} bytes; CloudFormation accepts more than ${INLINE_BYTES} from S3 only`,
      advice: `Set \`template-bucket\` of the stack ${stack.id}.`,
      subject,
      expected: `at most ${INLINE_BYTES} bytes, or a template-bucket`,
      observed: `${template.bytes} bytes and no template-bucket`,
      file: template.file,
    })
  }
  const parameters = await readParameters(environment, stack, workspace)
  const ids = environment.stacks.map((each) => each.id)
  const referenced = referencedStacks(parameters.values, ids, stack.id)
  return { id: stack.id, template, parameters, dependsOn: [...new Set([...stack.dependsOn, ...referenced])] }
}

/** A packaged template has the name of the file that it was made from, and its places where the text is another one. */
async function readTemplate({ template, packaged }: Stack, workspace: string, subject: string): Promise<Template> {
  const read = async (path: string): Promise<string> => decodeText(await readWorkspaceFile(workspace, path, subject))
  const correct = packaged?.correct
  const made = {
    ...parseTemplate(await read(template), packaged?.source ?? template),
    ...(correct !== undefined && { correct }),
  }
  if (packaged?.original === undefined) return made
  const original = parseTemplate(await read(packaged.original), packaged.source)
  const placed = <T extends { readonly source: Source }>(all: Readonly<Record<string, T>>, from: typeof all) =>
    Object.fromEntries(
      Object.entries(all).map(([id, each]) => [id, { ...each, source: from[id]?.source ?? each.source }]),
    )
  return {
    ...made,
    resources: placed(made.resources, original.resources),
    parameters: placed(made.parameters, original.parameters),
    source: (path) => original.source(path),
  }
}

const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
function refuseName({ id, name }: Stack, environment: Environment): void {
  if (name.startsWith('arn:') || STACK_NAME.test(name)) return
  throw new ActionError('config/file', {
    message: `CloudFormation does not accept the stack name ${name}`,
    subject: `stack/${id}`,
    expected: 'a letter, then letters, digits and hyphens, 128 at most',
    observed: `${name} (${name.length} characters)`,
    advice: `Correct \`name\` of the stack ${id}, or the value of {environment} in it: environments.${environment.key}.name. Use environments.${environment.key}.github-environment where the GitHub environment has another name.`,
  })
}

/** Two entries for one stack would be planned independently of each other. */
function sameNames({ key, stacks }: Environment): ActionError[] {
  return [...Map.groupBy(stacks, ({ name }) => name)].flatMap(([name, group]) => {
    if (group.length < 2) return []
    const ids = group.map(({ id }) => id).join(' and ')
    return [
      new ActionError('config/file', {
        message: `${ids} name the same stack of ${key}: ${name}`,
        subject: `environment/${key}`,
        expected: 'a different `name` for each stack',
        observed: name,
        advice: `Give ${ids} different names, or keep only one of them.`,
      }),
    ]
  })
}

/** A stack that is named by its ARN must be in the account and region of this environment. */
function refuseOtherEnvironment({ key, region, planRole, deployRole }: Environment, { id, name }: Stack): void {
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

async function readParameters(environment: Environment, stack: Stack, workspace: string): Promise<GivenParameters> {
  const given = await declaredParameters(environment, stack, workspace)
  if (stack.overrides === undefined) return given
  return { ...given, values: { ...given.values, ...inlineParameters(stack.overrides).values } }
}

async function declaredParameters(environment: Environment, stack: Stack, workspace: string): Promise<GivenParameters> {
  if (stack.parameters === undefined) return NO_PARAMETERS
  if (typeof stack.parameters !== 'string') return inlineParameters(stack.parameters)
  const bytes = await readWorkspaceFile(workspace, stack.parameters, `stack/${stack.id}`)
  const given = parseParameters(decodeText(bytes), stack.parameters)
  const named = Object.entries(given.values).map(([name, each]) => [
    name,
    'value' in each ? { value: each.value.replaceAll('{environment}', environment.name) } : each,
  ])
  return { ...given, values: Object.fromEntries(named) as GivenParameters['values'] }
}
