import type { SimulatePrincipalPolicyCommandOutput } from '@aws-sdk/client-iam'
import type { LookUps } from '../../aws/clients/look-ups.ts'

type Iam = Pick<Awaited<ReturnType<LookUps['permissions']>>, 'simulatePrincipalPolicy'>

/** IAM's decision about an action of a role on one resource. */
export interface Decision {
  readonly action: string
  readonly allowed: boolean
  /** In words: `explicit deny of the policy shop`, `no policy allows it`. */
  readonly why: string
  /** False where a policy denies it whatever the resource is called. */
  readonly dependsOnResource: boolean
  /** Keys of conditions that the simulation has no value for: then the decision proves nothing. */
  readonly missingKeys: readonly string[]
}

/** A resource whose ARN is not known. A deny with NotResource, and a boundary that names resources, refuse it where they may not refuse the resource. */
const ANY = '*'

/** The decisions about actions of a role on one resource, to the last page; `*` where its ARN is not known. */
export async function simulate(
  iam: Iam,
  {
    role,
    actions,
    arn,
    context = {},
  }: {
    readonly role: string
    readonly actions: readonly string[]
    readonly arn: string
    readonly context?: Readonly<Record<string, string>>
  },
): Promise<Decision[]> {
  const decisions: Decision[] = []
  let marker: string | undefined
  do {
    const page: SimulatePrincipalPolicyCommandOutput = await iam.simulatePrincipalPolicy({
      PolicySourceArn: role,
      ActionNames: [...actions],
      ResourceArns: [arn],
      ContextEntries: Object.entries(context).map(([name, value]) => ({
        ContextKeyName: name,
        ContextKeyType: 'string',
        ContextKeyValues: [value],
      })),
      ...(marker !== undefined && { Marker: marker }),
    })
    decisions.push(...(page.EvaluationResults ?? []).map((result) => decisionOf(result, arn)))
    marker = page.IsTruncated === true ? page.Marker : undefined
  } while (marker !== undefined)
  return decisions
}

type Result = NonNullable<SimulatePrincipalPolicyCommandOutput['EvaluationResults']>[number]

function decisionOf(result: Result, arn: string): Decision {
  const organizations = result.OrganizationsDecisionDetail?.AllowedByOrganizations
  const boundary = result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary
  const allowed = result.EvalDecision === 'allowed' && organizations !== false && boundary !== false
  const denies = (result.MatchedStatements ?? []).flatMap(({ SourcePolicyId: id }) => (id === undefined ? [] : [id]))
  const why =
    organizations === false
      ? 'a service control policy of the organization does not allow it'
      : boundary === false
        ? 'the permissions boundary of the role does not allow it'
        : result.EvalDecision === 'explicitDeny'
          ? `explicit deny${denies.length === 0 ? '' : ` of the policy ${[...new Set(denies)].join(', ')}`}`
          : 'no policy of the role allows it'
  return {
    action: result.EvalActionName ?? '',
    allowed,
    why,
    dependsOnResource:
      organizations !== false && (arn === ANY || (result.EvalDecision === 'implicitDeny' && boundary !== false)),
    missingKeys: result.MissingContextValues ?? [],
  }
}
