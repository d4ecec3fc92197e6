import { showValue } from './show.ts'
import type { DeployedResource, LiveAspect, LiveItem, LiveResource, UndeclaredItem } from './contract.ts'
import { resolver, type DeclaredStack } from './declared.ts'
import type { AspectKind, DeclaredItem } from './kind.ts'
import { ACCESS_KINDS } from './kinds/index.ts'
import { isWider, match, UNKNOWN } from './pattern.ts'
import type { ReadResource } from './read.ts'

type Properties = Readonly<Record<string, unknown>>

/** An item that a template declares, and by which resource where it is not certain that it belongs to this one. */
interface Claimed extends DeclaredItem {
  readonly perhaps?: string
}

interface Declaration {
  readonly stack: string
  readonly resource: DeployedResource
  readonly properties: Properties
}

/** All resources of the deployed stacks with their resolved properties, by type. */
export interface Declarations {
  of(stack: string, logicalId: string): Properties | undefined
  ofType(type: string): readonly Declaration[]
}

/** Pure: resolves what the templates of all stacks declare. */
export function declarations(stacks: readonly DeclaredStack[], exports: ReadonlyMap<string, string>): Declarations {
  const byType = new Map<string, Declaration[]>()
  const byId = new Map<string, Properties>()
  for (const stack of stacks) {
    const resolve = resolver(stack, exports)
    for (const resource of stack.resources) {
      const declared = stack.template.resources[resource.logicalId]
      if (declared === undefined) continue
      const properties = resolve(declared.properties) as Properties
      byId.set(`${stack.stack}/${resource.logicalId}`, properties)
      byType.set(resource.type, [...(byType.get(resource.type) ?? []), { stack: stack.stack, resource, properties }])
    }
  }
  return { of: (stack, id) => byId.get(`${stack}/${id}`), ofType: (type) => byType.get(type) ?? [] }
}

/** Pure: what a resource has, compared with what templates declare for it. */
export function compareResource(
  stack: string,
  { resource, items, unread }: ReadResource,
  declared: Declarations,
  account: string,
): LiveResource {
  const own = declared.of(stack, resource.logicalId)
  const kind = ACCESS_KINDS[resource.type]
  const base = { stack, ...resource }
  if (own === undefined || kind === undefined) {
    const reason = 'its deployed template does not have it under this name'
    return { ...base, aspects: [], unread: [{ what: 'declared properties', reason }] }
  }
  const aspects = kind.aspects.flatMap((aspect): LiveAspect[] => {
    const found = items.get(aspect.name)
    if (found === undefined) return []
    const claims = [...aspect.own(own), ...claimsOfChildren(aspect, resource, declared)]
    const others = found.filter((item) => aspect.isDefault?.(item, own, account) !== true)
    const disputed = aspect.byValue === true ? disputedItems(others, claims) : new Set()
    const undeclared = others.flatMap((item) => {
      const answer = judgeItem(aspect, item, claims, disputed.has(item))
      return answer === undefined ? [] : [answer]
    })
    return [{ name: aspect.name, items: found.length, undeclared }]
  })
  return { ...base, aspects, unread }
}

/**
 * The items that a template declares at most in part: more of them match a declaration of which a part is not known than there
 * are such declarations, or the unknown part would be everybody or every address.
 */
function disputedItems(items: readonly LiveItem[], claims: readonly Claimed[]): ReadonlySet<unknown> {
  const open = claims.filter(({ value }) => value !== UNKNOWN)
  const taken = new Map<Claimed, LiveItem[]>()
  const disputed = new Set<LiveItem>()
  for (const item of items) {
    if (open.some(({ value }) => match(value, item.value) === 'same')) continue
    const matching = open.filter(({ value }) => match(value, item.value) === 'perhaps')
    if (matching.length === 0) continue
    if (matching.every(({ value }) => isWider(item.value, value))) disputed.add(item)
    const free = matching.find((claim) => !taken.has(claim))
    if (free !== undefined) taken.set(free, [item])
    else for (const each of [item, ...matching.flatMap((claim) => taken.get(claim) ?? [])]) disputed.add(each)
  }
  return disputed
}

/** Undefined where a template declares the item. `isDisputed`: no declaration with an unknown part is certainly of it. */
function judgeItem(
  aspect: AspectKind,
  item: LiveItem,
  claims: readonly Claimed[],
  isDisputed: boolean,
): UndeclaredItem | undefined {
  let perhaps: Claimed | undefined
  let other: Claimed | undefined
  for (const claim of claims) {
    const met = meets(aspect, item, claim)
    const answer = met === 'same' && isDisputed ? 'perhaps' : met
    if (answer === 'same' && claim.perhaps === undefined) return undefined
    if (answer === 'same' || answer === 'perhaps') perhaps ??= claim
    else if (answer === 'other value') other ??= claim
  }
  const physicalId = aspect.physicalId?.(item)
  return {
    key: item.key,
    value: showValue(item.value),
    ...(other !== undefined && { declared: showValue(other.value) }),
    ...(perhaps !== undefined && { perhaps: perhaps.perhaps ?? 'its own properties' }),
    ...(physicalId !== undefined && { physicalId }),
  }
}

function meets(
  { byValue = false }: AspectKind,
  item: LiveItem,
  { key, value }: DeclaredItem,
): 'same' | 'perhaps' | 'other value' | 'different' {
  const isKey = key === item.key
  if (value === UNKNOWN) return isKey ? 'same' : key === UNKNOWN ? 'perhaps' : 'different'
  const content = match(value, item.value)
  if (byValue) return content !== 'different' ? 'same' : isKey ? 'other value' : 'different'
  if (content === 'different') return isKey ? 'other value' : 'different'
  return isKey || (key === UNKNOWN && content === 'same') ? 'same' : key === UNKNOWN ? 'perhaps' : 'different'
}

/** What other resources of the stacks add to this one. */
function claimsOfChildren(aspect: AspectKind, parent: DeployedResource, declared: Declarations): Claimed[] {
  return (aspect.children ?? []).flatMap((child) =>
    declared.ofType(child.type).flatMap(({ stack, resource, properties }): Claimed[] => {
      const reference = child.reference ? child.reference(properties) : properties[child.by]
      if (reference === undefined) return []
      const references: readonly unknown[] = [reference].flat()
      const isMine = references.some((each) => typeof each === 'string' && names(parent, each))
      const mayBe = !isMine && references.includes(UNKNOWN)
      if (!isMine && !mayBe) return []
      return child
        .items(properties, resource)
        .map((item) => (mayBe ? { ...item, perhaps: `${stack}/${resource.logicalId}` } : item))
    }),
  )
}

/** Whether a text names the resource: by its id, or by an ARN or URL that ends with it. */
function names({ physicalId }: DeployedResource, text: string): boolean {
  if (text === physicalId) return true
  const [id, other] = physicalId.length < text.length ? [physicalId, text] : [text, physicalId]
  const last = id.split('/').at(-1) ?? id
  return /^(arn:|https:)/.test(other) && (other.endsWith(`:${last}`) || other.endsWith(`/${last}`))
}
