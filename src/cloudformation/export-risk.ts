import { declaredExports, resourcesIn } from './exports.ts'
import type { StackState } from './stack.ts'
import type { Template } from './template/template.ts'
import { textOf, type Values } from './template/values.ts'

/** What a release would do to an export that exists. */
export type ExportRisk = 'removed' | 'changed' | 'perhaps-removed' | 'perhaps-changed'

/** A change of a plan, as far as it decides about the value of an export. */
interface Change {
  readonly logicalId: string
  readonly replacement?: string | undefined
}

/** Pure: the exports of a stack that its new template removes or changes, by name. */
export function exportsAtRisk(
  template: Template,
  values: Values,
  before: Pick<StackState, 'exports' | 'outputs'> | undefined,
  changes: readonly Change[],
): { readonly name: string; readonly risk: ExportRisk }[] {
  const declared = declaredExports(template, values)
  const moving = new Map(changes.map(({ logicalId, replacement }) => [logicalId, replacement]))
  const riskOf = (name: string, value: string | undefined): ExportRisk | undefined => {
    const same = declared.find((each) => each.name === name)
    if (same === undefined) return declared.some((each) => each.name === undefined) ? 'perhaps-removed' : 'removed'
    if (same.made === false) return 'removed'
    if (same.made === undefined) return 'perhaps-removed'
    const text = textOf(template, same.value, values)
    if (text !== undefined) return text === value ? undefined : 'changed'
    const replacements = resourcesIn(template, same.value).map((id) => moving.get(id))
    if (replacements.includes('True')) return 'changed'
    return replacements.includes('Conditional') ? 'perhaps-changed' : undefined
  }
  return Object.entries(before?.exports ?? {}).flatMap(([output, name]) => {
    const risk = riskOf(name, before?.outputs[output])
    return risk === undefined ? [] : [{ name, risk }]
  })
}
