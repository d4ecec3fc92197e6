import { adviceOn, allowed, refusalIn } from '../aws/refusals.ts'
import { ActionError, messageOf } from '../support/errors.ts'

/** What is asked of a registry, for its errors and its token. */
export interface Doing {
  /** After "to": `upload sha256:…`. */
  readonly what: string
  readonly repository: string
  /** The IAM actions that ECR needs for it. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
  readonly action: string
  /** Of a token. */
  readonly scope: 'pull' | 'pull,push'
}

export interface Said {
  readonly status: number
  readonly text: string
}

/** A registry; one of ECR may have any host, behind an endpoint or a proxy. */
export interface Asked {
  readonly host: string
  readonly isEcr: boolean
}

/** The error of an answer that is not as it should be. */
export function refusalOf(
  { what, repository, action }: Doing,
  { host, isEcr }: Asked,
  { status, text }: Said,
): ActionError {
  const subject = `registry/${host}/${repository}`
  const observed = text === '' ? `status ${status}` : `status ${status}: ${text}`
  if (status === 401 || status === 403) {
    const refusal = refusalIn(text)
    return new ActionError('registry/denied', {
      message: `${host} refused to ${what} in ${repository}`,
      advice: refusal
        ? adviceOn([refusal])
        : isEcr || text.includes('ecr:')
          ? `Allow ${action} on the repository ${repository} for the role of this step, in the repository's policy too where it is in another account.`
          : `Let the registry allow everybody to pull ${repository}, or push the image to ECR in the build.`,
      subject,
      expected: refusal ? allowed([refusal]) : `a right for ${action}`,
      observed,
    })
  }
  const isBusy = status === 429
  return new ActionError('registry/service', {
    message: `${host} did not ${what} in ${repository}: ${observed}`,
    ...(isBusy && { advice: 'Nothing is wrong with the deployment: the registry limits requests. Run the job again.' }),
    subject,
    observed,
  })
}

/** The error of a request without an answer, or with another content than was asked for. */
export function unreachable({ what, repository }: Doing, host: string, cause: unknown): ActionError {
  return new ActionError('registry/unreachable', {
    message: `${host} could not be asked to ${what} in ${repository}: ${reasonOf(cause)}`,
    subject: `registry/${host}/${repository}`,
    observed: reasonOf(cause),
    cause,
  })
}

/** Node wraps the attempts on several addresses in an error without a message. */
function reasonOf(error: unknown): string {
  return error instanceof AggregateError && error.message === ''
    ? error.errors.map((each) => messageOf(each)).join('; ')
    : messageOf(error)
}
