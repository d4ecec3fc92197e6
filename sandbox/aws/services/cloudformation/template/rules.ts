import { invalid } from '../errors.ts'
import { holds } from './intrinsics.ts'
import type { Scope } from './intrinsics.ts'
import { isObject } from './template.ts'
import type { Json, Template } from './template.ts'
import { textOf } from './text.ts'

/** Checks the Rules section: assertions about parameters, each with a condition of its own. */
export function checkRules(template: Template, scope: Scope): void {
  for (const rule of Object.values(template.Rules)) {
    if (!isObject(rule)) continue
    const condition = rule['RuleCondition']
    if (condition !== undefined && !holds(condition, scope)) continue
    for (const assertion of (rule['Assertions'] ?? []) as readonly Json[]) {
      if (!isObject(assertion) || holds(assertion['Assert'] ?? true, scope)) continue
      throw invalid(`Template validation error: ${textOf(assertion['AssertDescription'] ?? 'Rule assertion failed')}`)
    }
  }
}
