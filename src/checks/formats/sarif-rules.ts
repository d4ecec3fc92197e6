import { z } from 'zod'
import { SARIF_LEVELS } from './report.ts'
import { maybeNumber, maybeText } from './json.ts'

/** Rules of SARIF 2.1.0, and the level of a result that states none. */

export const message = z.looseObject({
  text: maybeText,
  id: maybeText,
  markdown: maybeText,
  arguments: z.array(z.string()).nullish(),
})
const rule = z.looseObject({
  id: z.string(),
  guid: maybeText,
  defaultConfiguration: z.looseObject({ level: maybeText }).nullish(),
  shortDescription: message.nullish(),
  messageStrings: z.record(z.string(), message).nullish(),
})
const component = z.looseObject({ name: z.string(), guid: maybeText, rules: z.array(rule).nullish() })
export const tool = z.looseObject({ driver: component, extensions: z.array(component).nullish() })
/** A component is named by index, guid or name (section 3.54), a rule by index, guid or id (section 3.52). */
export const reference = z.looseObject({
  id: maybeText,
  guid: maybeText,
  index: maybeNumber,
  toolComponent: z.looseObject({ index: maybeNumber, guid: maybeText, name: maybeText }).nullish(),
})
export const override = z.looseObject({
  configuration: z.looseObject({ level: maybeText }),
  descriptor: reference,
})

type Component = z.output<typeof component>
export type Rule = z.output<typeof rule>
type Reference = z.output<typeof reference>
type Tool = z.output<typeof tool>

/** What a result says about its rule. */
export interface RuleOfResult {
  readonly ruleId?: string | null | undefined
  readonly ruleIndex?: number | null | undefined
  readonly rule?: Reference | null | undefined
}

/** The component that is named; the driver where none is, undefined where there is no such one. */
function componentOf({ toolComponent }: Reference, { driver, extensions }: Tool): Component | undefined {
  const { index, guid, name } = toolComponent ?? {}
  if (index != null && index >= 0) return extensions?.[index]
  const all = [driver, ...(extensions ?? [])]
  if (guid != null) return all.find((each) => each.guid?.toLowerCase() === guid.toLowerCase())
  return name == null ? driver : all.find((each) => each.name === name)
}

/**
 * The rules that a result may be of: one by its index or guid, or all of its id; first of the component that it names, and
 * where that has none, of any.
 */
export function rulesOf(one: RuleOfResult, from: Tool): readonly Rule[] {
  const id = one.ruleId ?? one.rule?.id
  const index = one.ruleIndex ?? one.rule?.index
  const guid = one.rule?.guid
  const named = componentOf(one.rule ?? {}, from)?.rules ?? []
  const all = [from.driver, ...(from.extensions ?? [])].flatMap(({ rules }) => rules ?? [])
  // An identifier may name a part of a rule: CA2101/1. An index that leads to another rule is wrong.
  const isPart = (each: Rule): boolean => id?.startsWith(`${each.id}/`) === true
  const indexed = index == null || index < 0 ? undefined : named[index]
  if (indexed !== undefined && (id == null || indexed.id === id || isPart(indexed))) return [indexed]
  const byGuid = all.filter((each) => guid != null && each.guid?.toLowerCase() === guid.toLowerCase())
  const found = [
    byGuid,
    ...[named, all].flatMap((rules) => [rules.filter((each) => each.id === id), rules.filter(isPart)]),
  ]
  return found.find((rules) => rules.length > 0) ?? []
}

/** The level by an override, by the rule, or `warning`; of several the one that counts most. Undefined: rules were not read. */
export function levelByRule(
  one: RuleOfResult,
  from: Tool,
  overrides: readonly z.output<typeof override>[],
  { areAllRead }: { readonly areAllRead: boolean },
): string | undefined {
  const found = rulesOf(one, from)
  if (found.length === 0 && !areAllRead) return undefined
  const isOverridden = ({ descriptor }: z.output<typeof override>): boolean => {
    const [wanted] = rulesOf({ rule: descriptor }, from)
    // Neither side lists the rule.
    if (found.length === 0)
      return descriptor.toolComponent == null && descriptor.id != null && descriptor.id === idOf(one)
    return wanted !== undefined && found.includes(wanted)
  }
  const set = overrides.filter(isOverridden).flatMap(({ configuration: { level } }) => level ?? [])
  const levels =
    set.length > 0 ? set : found.map(({ defaultConfiguration }) => defaultConfiguration?.level ?? 'warning')
  const rank = (level: string): number => [...SARIF_LEVELS, 'none'].indexOf(level)
  return levels.toSorted((a, b) => rank(a) - rank(b))[0] ?? 'warning'
}

export const idOf = ({ ruleId, rule: named }: RuleOfResult): string | undefined => ruleId ?? named?.id ?? undefined
