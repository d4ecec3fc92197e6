import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import type { RevisionLocation } from '@aws-sdk/client-codedeploy'

/**
 * The AppSpec of Lambda and ECS as it travels in the deployment itself: JSON, words filled, and its one resource with
 * the properties that are supplied. The text must be an AppSpec that `parseAppSpec` accepts.
 */
export function appSpecContent(
  text: string,
  fill: {
    readonly words: (text: string) => string
    /** By name, whose case does not matter. */
    readonly properties: Readonly<Record<string, string>>
  },
): RevisionLocation {
  const spec = parse(text, (_key, value: unknown) => (typeof value === 'string' ? fill.words(value) : value)) as Members
  const resources = memberOf(spec, 'Resources') as readonly Members[]
  const [resource] = Object.values(resources[0] ?? {}) as Members[]
  const properties = memberOf(resource ?? {}, 'Properties') as Members
  for (const [name, value] of Object.entries(fill.properties)) properties[keyOf(properties, name) ?? name] = value
  const content = JSON.stringify(spec)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } }
}

/** A property of the one resource of an AppSpec that `appSpecContent` made; undefined where it has none. */
export function propertyOf(revision: RevisionLocation | undefined, name: string): string | undefined {
  const text = revision?.appSpecContent?.content
  if (text === undefined) return undefined
  const resources = memberOf(parse(text, { maxAliasCount: 0 }) as Members, 'Resources') as
    readonly Members[] | undefined
  const [resource] = Object.values(resources?.[0] ?? {}) as Members[]
  const value = memberOf((memberOf(resource ?? {}, 'Properties') ?? {}) as Members, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

type Members = Record<string, unknown>

function memberOf(members: Members, name: string): unknown {
  const key = keyOf(members, name)
  return key === undefined ? undefined : members[key]
}

function keyOf(members: Members, name: string): string | undefined {
  return Object.keys(members).find((key) => key.toLowerCase() === name.toLowerCase())
}
