import type { GitHubLocation, RevisionLocation, S3Location } from '@aws-sdk/client-codedeploy'
import { errorName } from '../aws/errors.ts'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import { isOtherServer } from '../codedeploy/revision/existing.ts'
import type { DeployContext } from '../deploy/contract.ts'
import { ActionError } from '../support/errors.ts'

type Calls = Pick<DeployContext, 'ports' | 'access'>

export interface Gone {
  readonly observed: string
  /** An imperative: how it can be had again. */
  readonly restore: string
}

/** Why a revision cannot be deployed any more; undefined where it exists, and where that is not known. */
export async function whyGone(context: Calls, revision: RevisionLocation): Promise<Gone | undefined> {
  const { s3Location: s3, gitHubLocation: github } = revision
  if (s3 !== undefined) return whyObjectGone(context, s3)
  if (github !== undefined) return whyCommitGone(context, github)
  const version = propertyOf(revision, 'TargetVersion')
  const name = propertyOf(revision, 'Name')
  if (version !== undefined && name !== undefined) {
    const functions = await context.ports.connect.functions(context.access)
    const gone = await missing(
      functions.getFunctionConfiguration({ FunctionName: name, Qualifier: version }),
      new Set(['ResourceNotFoundException']),
    )
    return gone ? deleted(`version ${version} of ${name} does not exist`) : undefined
  }
  const definition = propertyOf(revision, 'TaskDefinition')
  if (definition === undefined) return undefined
  const containers = await context.ports.connect.containers(context.access)
  const { taskDefinition } = await containers.describeTaskDefinition({ taskDefinition: definition })
  if (taskDefinition?.status === 'ACTIVE') return undefined
  return {
    observed: `${definition} is ${taskDefinition?.status ?? 'not known'}`,
    restore: 'Register the task definition again',
  }
}

function deleted(observed: string): Gone {
  return { observed, restore: 'Restore what was deleted' }
}

const S3_ABSENT: ReadonlySet<string> = new Set(['NotFound', 'NoSuchKey', 'NoSuchBucket', 'NoSuchVersion', '404'])

async function whyObjectGone({ ports, access }: Calls, location: S3Location): Promise<Gone | undefined> {
  const { bucket, key, version } = location
  if (bucket === undefined || key === undefined) return undefined
  const storage = await ports.connect.storage(access)
  const pin = version === undefined ? {} : { VersionId: version }
  const gone = await missing(storage.headObject({ Bucket: bucket, Key: key, ...pin }), S3_ABSENT)
  return gone ? deleted(`s3://${bucket}/${key} does not exist`) : undefined
}

/**
 * CodeDeploy's agent fetches a commit from github.com at each deployment. A commit that no branch has exists until GitHub
 * removes it, and a renamed repository is found by GitHub's redirects, which the agent follows.
 */
async function whyCommitGone({ ports }: Calls, location: GitHubLocation): Promise<Gone | undefined> {
  const { repository, commitId } = location
  if (repository === undefined || commitId === undefined) return undefined
  if (isOtherServer(ports.place.env['GITHUB_SERVER_URL'])) return undefined
  const state = await (await ports.connect.github()).stateOfCommit(repository, commitId)
  if (state === 'served') return undefined
  return state === 'absent'
    ? {
        observed: `GitHub has no commit ${commitId} in ${repository}`,
        restore: 'Push the commit to a branch again from a clone that has it',
      }
    : {
        observed: `GitHub has no repository ${repository} that the token of the job reads`,
        restore: 'Restore the repository, or pass a `github-token` that reads its contents',
      }
}

async function missing(read: Promise<unknown>, absent: ReadonlySet<string>): Promise<boolean> {
  try {
    await read
    return false
  } catch (error) {
    if (error instanceof ActionError && absent.has(errorName(error))) return true
    throw error
  }
}
