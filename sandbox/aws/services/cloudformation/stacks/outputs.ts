import { invalid } from '../errors.ts'
import type { Desired, Output } from '../model.ts'
import { conditionHolds, evaluate } from '../template/intrinsics.ts'
import type { Scope } from '../template/intrinsics.ts'
import { textOf } from '../template/text.ts'

export function outputsOf(desired: Desired, scope: Scope): Output[] {
  return Object.entries(desired.template.Outputs).flatMap(([key, output]) => {
    if (output.Condition !== undefined && !conditionHolds(output.Condition, scope)) return []
    const exported = output.Export === undefined ? undefined : textOf(evaluate(output.Export.Name, scope))
    return {
      OutputKey: key,
      OutputValue: outputText(evaluate(output.Value, scope)),
      ...(output.Description === undefined ? {} : { Description: outputText(output.Description) }),
      ...(exported === undefined ? {} : { ExportName: exported }),
    }
  })
}

/** An output value as text; a list or a boolean fails the stack. */
function outputText(value: unknown): string {
  if (typeof value === 'boolean' || typeof value === 'object') {
    throw invalid('Template format error: Every Value member must be a string.')
  }
  return textOf(value)
}
