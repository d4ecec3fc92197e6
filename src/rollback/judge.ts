import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import type { TargetState } from '../codedeploy/targets.ts'
import { sameRevision, showRevision } from '../codedeploy/revision/location.ts'
import type { Finding } from '../evidence/finding.ts'
import { listed, plural } from '../support/text/text.ts'

/** What is known after a way back. */
export interface Walked {
  readonly id: string
  readonly expected: RevisionLocation
  /** What the group names as its revision now; undefined where it does not say. */
  readonly revision: RevisionLocation | undefined
  readonly targets: readonly TargetState[]
  /** Lambda: the version that the alias leads to. */
  readonly alias?: { readonly version: string; readonly others: Readonly<Record<string, number>> }
  readonly seconds: number
}

const NAMED = 10

/** Pure: whether every target has the previous version. */
export function judgeRecovered({ id, expected, revision, targets, alias, seconds }: Walked): Finding {
  const own = targets.filter(({ label }) => label !== 'Blue')
  const other = own.filter(({ status }) => status !== 'Succeeded').map((target) => `${target.id} (${target.status})`)
  const version = propertyOf(expected, 'TargetVersion')
  const problems = [
    ...(own.length === 0 ? ['no target'] : other),
    ...(revision !== undefined && sameRevision(revision, expected)
      ? []
      : [`the group has ${revision ? showRevision(revision) : 'no revision that is known'}`]),
    ...(version === undefined || (alias?.version === version && Object.keys(alias.others).length === 0)
      ? []
      : [
          `the alias leads to version ${alias ? [alias.version, ...Object.keys(alias.others)].join(' and ') : 'unknown'}`,
        ]),
  ]
  const about = {
    subject: `deployment/${id}/rollback`,
    expected: `${showRevision(expected)} on every target`,
    details: { seconds, targets: own.length },
  }
  if (problems.length > 0) {
    return {
      ...about,
      code: 'rollback/not-recovered',
      outcome: 'fail',
      title: `the way back of ${id} succeeded, and not every target has the previous version`,
      observed: listed(problems, NAMED),
      advice: 'Find in the events of the deployment what differs; do not rely on this way back for production.',
    }
  }
  return {
    ...about,
    code: 'rollback/recovered',
    outcome: 'pass',
    title: `${id} was rolled back in ${seconds} s: ${plural(own.length, 'target')} of ${own.length} ${own.length === 1 ? 'has' : 'have'} the previous version`,
    observed: `${own.length} of ${own.length} Succeeded`,
  }
}

/** Pure: whether an alias leads to the previous version, to it alone, without a deployment; undefined where it does not. */
export function judgeAlias(id: string, version: string, alias: NonNullable<Walked['alias']>): Finding | undefined {
  if (alias.version !== version || Object.keys(alias.others).length > 0) return undefined
  return {
    code: 'rollback/recovered',
    outcome: 'pass',
    title: `${id} has the previous version already: its alias points to version ${version} only`,
    subject: `deployment/${id}/rollback`,
    expected: `version ${version}`,
    observed: `version ${alias.version}`,
  }
}

/** A time in which one target had the new version already and another one the old. */
export interface Mixed {
  readonly from: number
  readonly to: number
}

/** Pure: when both versions served; undefined where no target was done before another one began. */
export function mixedTime(targets: readonly TargetState[]): Mixed | undefined {
  const spans = targets
    .filter(({ label }) => label === undefined)
    .flatMap(({ events }) => {
      const started = events.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [Date.parse(startedAt)]))
      const ended = events.flatMap(({ endedAt }) => (endedAt === undefined ? [] : [Date.parse(endedAt)]))
      return started.length === 0 || ended.length === 0 ? [] : [{ from: Math.min(...started), to: Math.max(...ended) }]
    })
  if (spans.length < 2) return undefined
  const from = Math.min(...spans.map((span) => span.to))
  const to = Math.max(...spans.map((span) => span.from))
  return from <= to ? { from, to } : undefined
}
