import type { RecordedSet } from './read.ts'

/** The cause of a failed change set: an unchanged template, or a problem that the reason names. */
export type SetFailure =
  | { readonly kind: 'same' | 'same, transformed' }
  | { readonly kind: 'added'; readonly template: (one: object) => object }

interface WithResources {
  readonly Resources?: object
}

const inside = (transform: object) => (one: WithResources) => ({
  ...one,
  Resources: { ...one.Resources, 'Fn::Transform': transform },
})

export function isFailed(set: RecordedSet | undefined): boolean {
  return set?.plain[0]?.DescribeChangeSet.Status === 'FAILED' || set?.valued[0]?.DescribeChangeSet.Status === 'FAILED'
}

/** Undefined when the reason does not name it. */
export function failureOf(set: RecordedSet | undefined): SetFailure | undefined {
  const reason = [...(set?.plain ?? []), ...(set?.valued ?? [])][0]?.DescribeChangeSet.StatusReason ?? ''
  if (/didn't contain changes/.test(reason)) return { kind: 'same' }
  if (reason.startsWith('No updates are to be performed.')) return { kind: 'same, transformed' }
  const bucket = /^Transform AWS::Include failed with: S3 bucket \[([^\]]+)\] does not exist\.$/.exec(reason)?.[1]
  const include = { Name: 'AWS::Include', Parameters: { Location: `s3://${bucket}/key` } }
  if (bucket !== undefined) return { kind: 'added', template: inside(include) }
  const macro = /^No transform named (\S+?) found\./.exec(reason)?.[1]
  return macro === undefined ? undefined : { kind: 'added', template: (one) => ({ ...one, Transform: named(macro) }) }
}

/** The name of a macro without the account ID. */
function named(macro: string): string {
  return macro.split('::').at(-1)!
}
