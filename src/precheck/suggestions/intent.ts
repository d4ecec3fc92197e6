import { stringify } from 'yaml'
import { globOf } from '../../cloudformation/template/content-ids.ts'
import type { Intent } from '../../config/schema/intent.ts'
import type { ChangeSetPlan, Plan, ResourceChange } from '../../evidence/document.ts'

interface Entry {
  resource: string
  action: string
  replacement?: true
  properties?: string[]
  environment?: string
}

const HEAD = `# The changes that precheck planned. Review each line, keep what is intended, and commit it as the file that precheck.intent names.
`

/**
 * Pure: an intent file that expects exactly these plans and keeps the other entries of the present file; undefined where no
 * stack would change.
 */
export function suggestIntent(plans: readonly Plan[], now?: Intent): string | undefined {
  const byText = new Map<string, { entry: Entry; environments: Set<string> }>()
  for (const plan of plans) {
    for (const entry of plan.changeSets.flatMap(entriesOf)) {
      const key = JSON.stringify(entry)
      const known = byText.get(key) ?? { entry, environments: new Set<string>() }
      known.environments.add(plan.environment)
      byText.set(key, known)
    }
  }
  if (byText.size === 0) return undefined
  const planned = new Set(plans.map(({ environment }) => environment))
  const expect = [...byText.values()].flatMap(({ entry, environments }) =>
    environments.size === planned.size ? [entry] : [...environments].map((environment) => ({ ...entry, environment })),
  )
  const kept = Object.entries({ allow: now?.allow, forbid: now?.forbid, rules: now?.rules })
  const others = Object.fromEntries(kept.filter(([, entries]) => entries !== undefined && entries.length > 0))
  return HEAD + stringify({ version: 1, expect, ...others }, { flowCollectionPadding: true, lineWidth: 0 })
}

function entriesOf(plan: ChangeSetPlan): Entry[] {
  const nested = new Set(plan.nested.map((child) => child.stack))
  const own = plan.changes.filter((change) => !nested.has(`${plan.stack}/${change.logicalId}`))
  return [...own.map((change) => entryOf(plan.stack, change)), ...plan.nested.flatMap(entriesOf)]
}

function entryOf(stack: string, change: ResourceChange): Entry {
  const known = ['Add', 'Modify', 'Remove', 'Import'].includes(change.action)
  const paths = [...new Set(change.properties.map((property) => property.path))].toSorted()
  return {
    resource: `${stack}/${globOf(change.logicalId, change.type)}`,
    action: known ? change.action : 'Modify',
    ...(change.replacement !== 'False' && { replacement: true as const }),
    ...(paths.length > 0 && { properties: paths }),
  }
}
