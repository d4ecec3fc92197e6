import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { valueMistakes } from '../../src/cloudformation/template/constraints.ts'
import {
  inlineParameters,
  parseParameters,
  resolveParameters,
  type GivenParameter,
  type GivenParameters,
} from '../../src/cloudformation/template/parameters.ts'
import { parseTemplate, type Template } from '../../src/cloudformation/template/template.ts'
import type { Environment, Stack } from '../../src/config/model/environment.ts'
import { fillOutputs, type Outputs } from '../../src/config/model/references.ts'
import { messageOf } from '../../src/support/errors.ts'
import { isRecord } from '../../src/support/records.ts'
import { UsageError } from '../arguments.ts'
import { stackReady, type Account } from '../installed.ts'

/**
 * Creates the stacks that an account has before the release: those whose parameters keep a previous value
 * (`UsePreviousValue`), which only an existing stack can have, and those that they need. They are made from the files of
 * the release, with values of the rehearsal where a previous one is kept. @returns their names, and their outputs by id
 */
export async function createExistingStacks(
  account: Account,
  { stacks }: Pick<Environment, 'stacks'>,
  folder: string,
  cancelled: AbortSignal,
): Promise<{ readonly names: readonly string[]; readonly outputs: Outputs }> {
  const given = new Map(stacks.map((stack) => [stack.id, givenOf(stack, folder)]))
  const existing = new Set<string>()
  const add = (id: string): void => {
    existing.add(id)
    for (const needed of stacks.find((stack) => stack.id === id)?.dependsOn ?? []) add(needed)
  }
  for (const [id, { values }] of given) if (Object.values(values).some((value) => 'previous' in value)) add(id)
  const outputs: Record<string, Readonly<Record<string, string>>> = {}
  const made = stacks.filter(({ id, packaged }) => existing.has(id) && packaged === undefined)
  for (const { id, name, template: path, capabilities, tags, role } of made) {
    const text = readFileSync(join(folder, path), 'utf8')
    const template = parseTemplate(text, path)
    const { parameters } = resolveParameters({
      template,
      given: withPrevious(given.get(id) as GivenParameters, template, path),
      existing: undefined,
      subject: `stack/${id}`,
      fill: (value, unknown) => fillOutputs(value, outputs, `stack/${id}`, unknown),
    })
    try {
      await account.cloudformation.createStack({
        StackName: name,
        TemplateBody: text,
        Capabilities: [...capabilities],
        ...(role !== undefined && { RoleARN: role }),
        Parameters: [...parameters],
        Tags: Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      })
      const { Outputs = [] } = await stackReady(account, name, cancelled)
      outputs[id] = Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
    } catch (error) {
      cancelled.throwIfAborted()
      throw new UsageError(
        `the stack ${name} has to exist before this release, since parameters keep previous values, and it cannot be created on this machine: ${messageOf(error)}. Replace UsePreviousValue by a value in a copy of the repository, and rehearse that as a first release`,
      )
    }
  }
  return { names: made.map(({ name }) => name), outputs }
}

function givenOf({ parameters }: Stack, folder: string): GivenParameters {
  return typeof parameters === 'string'
    ? parseParameters(readFileSync(join(folder, parameters), 'utf8'), parameters)
    : inlineParameters(parameters ?? {})
}

/** The parameters with a value in place of each previous one. */
function withPrevious(given: GivenParameters, template: Template, path: string): GivenParameters {
  const declared = isRecord(template.body['Parameters']) ? template.body['Parameters'] : {}
  const values = Object.entries(given.values).map(([name, value]): [string, GivenParameter] =>
    'value' in value || !Object.hasOwn(declared, name)
      ? [name, value]
      : [name, { value: previousValue(name, declared[name], template, path) }],
  )
  return { ...given, values: Object.fromEntries(values) }
}

/** A value that the template accepts for the parameter. Throws a UsageError where the rehearsal has none. */
function previousValue(name: string, declaration: unknown, template: Template, path: string): string {
  const { Default, AllowedValues, MinValue, MinLength } = isRecord(declaration) ? declaration : {}
  const candidates = [
    Default,
    ...(Array.isArray(AllowedValues) ? (AllowedValues as unknown[]) : []),
    `never-shown-${name}`.padEnd(Number(MinLength ?? 0), '0'),
    'a'.repeat(Math.max(1, Number(MinLength ?? 1))),
    '0'.repeat(Math.max(1, Number(MinLength ?? 1))),
    MinValue ?? 1,
  ].flatMap((value) => (value === undefined ? [] : [typeof value === 'string' ? value : JSON.stringify(value)]))
  const accepted = candidates.find(
    (value) =>
      !valueMistakes(template, inlineParameters({ [name]: value }), 'stack').some(
        ({ subject }) => subject === `stack/parameter/${name}`,
      ),
  )
  if (accepted !== undefined) return accepted
  throw new UsageError(
    `the parameter ${name} of ${path} keeps a previous value, and the rehearsal has none that the template accepts: give ${name} a Default in the template, or a value instead of UsePreviousValue in a copy of the repository`,
  )
}
