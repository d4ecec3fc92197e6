import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import { endOfDeployment, type DeploymentState } from '../codedeploy/deployment.ts'
import { sameRevision } from '../codedeploy/revision/location.ts'
import { ROLLBACK_SUFFIX } from './previous.ts'

/** A deployment that brought a release, and the run that made it. */
export interface ReleaseDeployment {
  readonly state: DeploymentState
  readonly run: string
}

/** An earlier version that was deployed successfully. */
export type Target = DeploymentState & { readonly revision: RevisionLocation }

/** What the deployments of a group say about the way back from the newest release. */
export type History =
  /** The newest release, which succeeded or not, and the version before it. */
  | { readonly kind: 'back'; readonly from: ReleaseDeployment; readonly to: Target }
  /** The version before the newest release was brought back already. */
  | { readonly kind: 'there'; readonly from: ReleaseDeployment; readonly at: Target }
  /** A deployment of the release, or its rollback, has not ended. */
  | {
      readonly kind: 'running'
      readonly from: ReleaseDeployment
      readonly state: DeploymentState
      readonly isRelease: boolean
      readonly to?: Target
    }
  /** Another process deployed after the release. */
  | { readonly kind: 'foreign'; readonly state: DeploymentState }
  | { readonly kind: 'none'; readonly why: string; readonly from?: ReleaseDeployment }

/** CodeDeploy deploys the present revision to new or outdated instances: that changes no version. */
const OF_CODEDEPLOY = new Set(['autoscaling', 'autoscalingTermination', 'CodeDeployAutoUpdate'])

/**
 * Pure: reads the deployments of a group, in any order. A release is known by the description that this action gives its
 * deployments; all attempts of a run are one release.
 */
export function judgeHistory(
  about: { readonly environment: string; readonly id: string; readonly place?: 'service' },
  deployments: readonly DeploymentState[],
): History {
  const { place = 'group' } = about
  const newestFirst = deployments
    .filter(({ creator }) => !OF_CODEDEPLOY.has(creator))
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
  const kindOf = (state: DeploymentState): 'release' | 'rollback' | 'foreign' =>
    state.undoes !== undefined
      ? 'rollback'
      : runOf(about, `${about.id}${ROLLBACK_SUFFIX}`, state) !== undefined
        ? 'rollback'
        : runOf(about, about.id, state) === undefined
          ? 'foreign'
          : 'release'
  const [newest] = newestFirst
  if (newest === undefined) return { kind: 'none', why: `nothing was deployed to its ${place}` }
  const at = newestFirst.findIndex((state) => kindOf(state) !== 'rollback')
  const release = newestFirst[at]
  if (release === undefined) return { kind: 'none', why: `no release is among the deployments of its ${place}` }
  if (kindOf(release) === 'foreign') return { kind: 'foreign', state: release }
  const from: ReleaseDeployment = { state: release, run: runOf(about, about.id, release) ?? '' }
  const to = newestFirst
    .slice(at + 1)
    .find((state): state is Target => isOfBefore(about, from, state) && hasRevision(state))
  const runs = endOfDeployment(newest.status) === 'running'
  if (runs && at > 0) return { kind: 'running', from, state: newest, isRelease: false, ...(to && { to }) }
  if (to === undefined) {
    const now = runs ? `; ${newest.id} still runs` : ''
    return { kind: 'none', why: `no earlier deployment to its ${place} succeeded${now}`, from }
  }
  if (runs) return { kind: 'running', from, state: newest, isRelease: true, to }
  const isBack = at > 0 && endOfDeployment(newest.status) === 'succeeded' && hasRevision(newest)
  // CodeDeploy undoes a rollback that failed as well: that brings the release again.
  if (isBack && sameVersion(newest.revision, to.revision)) return { kind: 'there', from, at: newest }
  return { kind: 'back', from, to }
}

/** A rollback of CodeDeploy between two attempts of the release brought the previous version as well. */
function isOfBefore(
  about: { readonly environment: string; readonly id: string },
  { run }: ReleaseDeployment,
  state: DeploymentState,
): boolean {
  return endOfDeployment(state.status) === 'succeeded' && runOf(about, about.id, state) !== run
}

function hasRevision(state: DeploymentState): state is Target {
  return state.revision !== undefined
}

/** The AppSpec of a function also names the version that it came from, which is not a part of what it brings. */
function sameVersion(a: RevisionLocation, b: RevisionLocation): boolean {
  const version = propertyOf(a, 'TargetVersion')
  if (version !== undefined && propertyOf(a, 'Name') === propertyOf(b, 'Name')) {
    return version === propertyOf(b, 'TargetVersion')
  }
  return sameRevision(a, b)
}

/** The run that a description names; undefined where it is not one of this action's for `id`. */
function runOf(
  { environment }: { readonly environment: string },
  id: string,
  { description }: DeploymentState,
): string | undefined {
  const prefix = `test-deployments ${environment}/${id} `
  if (!description.startsWith(prefix)) return undefined
  return /^[0-9a-f]+, run (\S+), attempt \d+$/.exec(description.slice(prefix.length))?.[1]
}
