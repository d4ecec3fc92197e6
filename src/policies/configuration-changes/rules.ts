import { ENVIRONMENT_KEYS } from '../../config/model/environment-keys.ts'
import type { Config } from '../../config/schema/index.ts'
import { canonical } from '../../evidence/digest.ts'
import { opensMore, thaws } from './calendar.ts'
import { less, more, other, type Change } from './change.ts'
import { checkChanges } from './checks.ts'
import { asDuration, asPercent, asReviewers } from './limits.ts'
import { builtChanges, deploymentChanges, stackChanges } from './parts.ts'

/** Pure: everything by which the configuration judges, compared. `today` is an ISO date. */
export function changesOf(before: Config, after: Config, today: string): Change[] {
  return [
    ...exceptions(
      'precheck/drift/ignore',
      before.precheck.drift.ignore,
      after.precheck.drift.ignore,
      ({ resource, property }) => `${resource}${property ?? ''}`,
      today,
    ),
    ...exceptions(
      'precheck/parity/allow',
      before.precheck.parity.allow,
      after.precheck.parity.allow,
      ({ path }) => path,
      today,
    ),
    ...exceptions(
      'precheck/rules',
      Object.entries(before.precheck.rules).flatMap(([code, value]) => (value === 'on' ? [] : [{ code, ...value }])),
      Object.entries(after.precheck.rules).flatMap(([code, value]) => (value === 'on' ? [] : [{ code, ...value }])),
      ({ code }) => code,
      today,
    ),
    ...after.precheck.transforms
      .filter((name) => !before.precheck.transforms.includes(name))
      .map((name): Change => ({
        path: `precheck/transforms/${name}`,
        weaker: true,
        before: 'not allowed',
        after: 'allowed',
      })),
    ...less('precheck/drift/coverage', before.precheck.drift.coverage, after.precheck.drift.coverage, asPercent),
    ...other(
      'precheck/drift/live',
      before.precheck.drift.live,
      after.precheck.drift.live,
      TIERS.indexOf(after.precheck.drift.live) < TIERS.indexOf(before.precheck.drift.live),
    ),
    ...other(
      'precheck/drift/baseline',
      before.precheck.drift.baseline,
      after.precheck.drift.baseline,
      after.precheck.drift.baseline !== undefined,
    ),
    ...other(
      'precheck/parity/capacity',
      before.precheck.parity.capacity,
      after.precheck.parity.capacity,
      after.precheck.parity.capacity === 'inform',
    ),
    ...(['deployments', 'stacks'] as const).flatMap((what) =>
      other(
        `rehearse-rollback/${what}`,
        before['rehearse-rollback'][what],
        after['rehearse-rollback'][what],
        !after['rehearse-rollback'][what],
      ),
    ),
    ...other('precheck/intent', before.precheck.intent, after.precheck.intent, after.precheck.intent === undefined),
    ...other('observe', before.observe, after.observe, after.observe !== undefined),
    ...gateChanges(before.gate, after.gate, today),
    ...checkChanges(before.verify, after.verify),
    ...ENVIRONMENT_KEYS.flatMap((key) =>
      (['plan-role', 'verify-role', 'deploy-role', 'name', 'github-environment', 'region'] as const).flatMap((what) =>
        other(`environments/${key}/${what}`, before.environments[key][what], after.environments[key][what], true),
      ),
    ),
    ...ENVIRONMENT_KEYS.flatMap((key) =>
      less(
        `environments/${key}/bake`,
        before.environments[key].bake ?? 0,
        after.environments[key].bake ?? 0,
        asDuration,
      ),
    ),
    ...approvalChanges(before.environments.preprod.approval, after.environments.preprod.approval),
    ...stackChanges(before, after),
    ...builtChanges(before, after),
    ...deploymentChanges(before, after),
  ]
}

/** From what reads least of the live state to what reads most. */
const TIERS = ['off', 'access', 'all']

interface Exception {
  readonly until?: string | undefined
}

/** New exceptions and longer ones are weaker; ones that go are not. */
function exceptions<T extends Exception>(
  path: string,
  before: readonly T[],
  after: readonly T[],
  name: (entry: T) => string,
  today: string,
): Change[] {
  const earlier = new Map(before.map((entry) => [name(entry), entry]))
  const later = new Map(after.map((entry) => [name(entry), entry]))
  const end = (entry: T): string => (entry.until === undefined ? 'without end' : `until ${entry.until}`)
  return [
    ...[...later].flatMap(([key, entry]): Change[] => {
      const was = earlier.get(key)
      const place = `${path}/${key}`
      // An expired exception excepts nothing; it is reported as expired.
      const holds = (entry.until ?? '9999') >= today
      if (was === undefined)
        return [{ path: place, weaker: holds, before: 'no exception', after: `an exception ${end(entry)}` }]
      const longer = holds && (entry.until ?? '9999') > (was.until ?? '9999')
      if (canonical(was) === canonical(entry)) return []
      return [{ path: place, weaker: longer, before: end(was), after: longer ? end(entry) : 'changed, not for longer' }]
    }),
    ...[...earlier].flatMap(([key, entry]): Change[] =>
      later.has(key)
        ? []
        : [{ path: `${path}/${key}`, weaker: false, before: `an exception ${end(entry)}`, after: 'no exception' }],
    ),
  ]
}

function gateChanges(before: Config['gate'], after: Config['gate'], today: string): Change[] {
  const required = (before.require ?? []).filter((kind) => after.require !== undefined && !after.require.includes(kind))
  const added = (after.require ?? []).filter((kind) => before.require !== undefined && !before.require.includes(kind))
  return [
    ...required.map((kind): Change => ({
      path: `gate/require/${kind}`,
      weaker: true,
      before: 'required',
      after: 'not required',
    })),
    ...added.map((kind): Change => ({
      path: `gate/require/${kind}`,
      weaker: false,
      before: 'not required',
      after: 'required',
    })),
    // Without a list the configured kinds are required; the changes of the checks show whether that is less.
    ...((before.require === undefined) === (after.require === undefined)
      ? []
      : other('gate/require', before.require, after.require, true)),
    ...more('gate/evidence-younger-than', before['evidence-younger-than'], after['evidence-younger-than'], asDuration),
    ...reviewerChanges('gate/reviewers', before.reviewers, after.reviewers),
    ...calendarChanges(before.calendar, after.calendar, today),
  ]
}

type Calendar = Config['gate']['calendar']

function calendarChanges(before: Calendar, after: Calendar, today: string): Change[] {
  const path = 'gate/calendar'
  return [
    ...other(`${path}/freeze`, before?.freeze, after?.freeze, thaws(before, after, today)),
    ...other(`${path}/open`, before?.open, after?.open, opensMore(before, after)),
    // A moment is another time in another zone: which of two zones has the stricter calendar is not known.
    ...(after === undefined
      ? []
      : other(`${path}/time-zone`, before?.['time-zone'], after['time-zone'], before !== undefined)),
  ]
}

type Reviewers = Config['gate']['reviewers']
type Approval = Config['environments']['preprod']['approval']

function reviewerChanges(path: string, before: Reviewers, after: Reviewers): Change[] {
  return [
    ...less(`${path}/at-least`, before['at-least'], after['at-least'], asReviewers),
    ...other(
      `${path}/not`,
      before.not,
      after.not,
      before.not.some((who) => !after.not.includes(who)),
    ),
    ...other(`${path}/digest`, before.digest, after.digest, before.digest === 'always'),
  ]
}

function approvalChanges(before: Approval, after: Approval): Change[] {
  const path = 'environments/preprod/approval'
  if (!('none' in before) && !('none' in after)) return reviewerChanges(path, before, after)
  return other(path, before, after, 'none' in after)
}
