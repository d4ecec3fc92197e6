import { parseDocument } from 'yaml'
import type { Call } from '../contract.ts'

/** The values of NoEcho parameters in requests, which must be masked in records. */
export interface NoEchoValues {
  /** Collects NoEcho values from a call to CloudFormation. */
  notice(call: Call, input: object): void
  values(): readonly string[]
}

/** Shorter values are not masked, since they would hide too much of a record. */
const MIN_LENGTH = 4

interface StackInput {
  readonly TemplateBody?: string
  readonly TemplateURL?: string
  readonly Parameters?: readonly { ParameterKey?: string; ParameterValue?: string }[]
}

export function createNoEchoValues(readUrl: (url: string) => string | undefined): NoEchoValues {
  // Parameter names of all stacks, since an update with UsePreviousTemplate does not contain its template.
  const names = new Set<string>()
  const values = new Set<string>()
  return {
    notice(call, input) {
      if (call.service !== 'cloudformation') return
      const { TemplateBody: body, TemplateURL: url, Parameters: parameters = [] } = input as StackInput
      const template = body ?? (url === undefined ? undefined : readUrl(url))
      if (template !== undefined) for (const name of noEchoNames(template)) names.add(name)
      for (const { ParameterKey: key = '', ParameterValue: value = '' } of parameters) {
        if (names.has(key) && value.length >= MIN_LENGTH) values.add(value)
      }
    },
    values: () => [...values],
  }
}

function noEchoNames(template: string): string[] {
  // Tags such as !Sub are ignored; a text that is not a template has no parameters.
  const parsed = parseDocument(template, { logLevel: 'silent' }).toJS() as unknown
  const parameters = (parsed as { Parameters?: Record<string, { NoEcho?: unknown }> } | null)?.Parameters
  if (typeof parameters !== 'object' || parameters === null) return []
  return Object.entries(parameters)
    .filter(([, declared]) => String(declared?.NoEcho) === 'true')
    .map(([name]) => name)
}
