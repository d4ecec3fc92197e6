import { parseDocument } from 'yaml'
import type { Call } from '../contract.ts'

/** Values of parameters that a template declares NoEcho: they pass through requests and must not stay in records. */
export interface NoEchoValues {
  /** Looks at a call to CloudFormation before it runs. */
  notice(call: Call, input: object): void
  values(): readonly string[]
}

/** Shorter values would blot out half of a record. */
const SHORTEST = 4

interface StackInput {
  readonly TemplateBody?: string
  readonly TemplateURL?: string
  readonly Parameters?: readonly { ParameterKey?: string; ParameterValue?: string }[]
}

export function createNoEchoValues(readUrl: (url: string) => string | undefined): NoEchoValues {
  // By name and for all stacks: an update by UsePreviousTemplate does not show its template.
  const names = new Set<string>()
  const values = new Set<string>()
  return {
    notice(call, input) {
      if (call.service !== 'cloudformation') return
      const { TemplateBody: body, TemplateURL: url, Parameters: parameters = [] } = input as StackInput
      const template = body ?? (url === undefined ? undefined : readUrl(url))
      if (template !== undefined) for (const name of noEchoNames(template)) names.add(name)
      for (const { ParameterKey: key = '', ParameterValue: value = '' } of parameters) {
        if (names.has(key) && value.length >= SHORTEST) values.add(value)
      }
    },
    values: () => [...values],
  }
}

function noEchoNames(template: string): string[] {
  // Tags such as !Sub mean nothing here; what is not a template at all has no parameters.
  const parsed = parseDocument(template, { logLevel: 'silent' }).toJS() as unknown
  const parameters = (parsed as { Parameters?: Record<string, { NoEcho?: unknown }> } | null)?.Parameters
  if (typeof parameters !== 'object' || parameters === null) return []
  return Object.entries(parameters)
    .filter(([, declared]) => String(declared?.NoEcho) === 'true')
    .map(([name]) => name)
}
