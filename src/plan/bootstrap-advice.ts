import type { Environment } from '../config/model/environment.ts'

/** The command that prepares the account and region of an environment for the CDK. */
export function bootstrapCommand({ words, region, stacks }: Pick<Environment, 'words' | 'region' | 'stacks'>): string {
  const account = words['account'] ?? stacks.find(({ packaged }) => packaged?.account)?.packaged?.account
  return `cdk bootstrap aws://${account ?? 'ACCOUNT'}/${region}`
}

/** What brings a missing bucket for assets: the CDK makes its own. */
export function bucketAdvice(environment: Pick<Environment, 'words' | 'region' | 'stacks'>, bucket: string): string {
  const isCdk = environment.stacks.some(
    ({ packaged }) => packaged?.bootstrap !== undefined && packaged.assets.some((asset) => asset.bucket === bucket),
  )
  return isCdk
    ? `Run \`${bootstrapCommand(environment)}\`.`
    : `Create the bucket: \`aws s3 mb s3://${bucket} --region ${environment.region}\`, or correct \`asset-bucket\`.`
}

/** What brings a missing repository for container images. */
export function repositoryAdvice(
  environment: Pick<Environment, 'words' | 'region' | 'stacks'>,
  repository: string,
): string {
  const isCdk = environment.stacks.some(
    ({ packaged }) =>
      packaged?.bootstrap !== undefined && packaged.images?.some((each) => each.repository === repository),
  )
  return isCdk
    ? `Run \`${bootstrapCommand(environment)}\`.`
    : `Create the repository: \`aws ecr create-repository --repository-name ${repository} --region ${environment.region}\`.`
}

const BOOTSTRAP = /^\/cdk-bootstrap\//

/** `Unable to fetch parameters [NAME,…] from parameter store for this account.` */
const UNKNOWN_PARAMETERS = /Unable to fetch parameters \[([^\]]*)\] from parameter store/i

/** Pure: the next step where CloudFormation does not find parameters of Systems Manager; undefined for another reason. */
export function parameterAdvice(
  said: string,
  environment: Pick<Environment, 'key' | 'words' | 'region' | 'stacks'>,
): string | undefined {
  const names = UNKNOWN_PARAMETERS.exec(said)?.[1]
    ?.split(',')
    .map((name) => name.trim())
  if (names === undefined) return undefined
  const { key, region } = environment
  if (names.some((name) => BOOTSTRAP.test(name)))
    return `Run \`${bootstrapCommand(environment)}\`: the account of ${key} is not prepared for the CDK.`
  return `Create ${names.join(', ')} in Systems Manager of ${key} (${region}), or let an earlier stack make it, then start the release again.`
}
