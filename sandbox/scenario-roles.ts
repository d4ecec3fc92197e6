import { asList, type PolicyDocument } from './aws/identity/policy.ts'
import { GITHUB_ISSUER } from './aws/identity/web-identity.ts'
import type { Scenario } from './scenario.ts'

/** The roles of a scenario; required claims in short form become a trust policy. */
export function rolesOf({ roles }: Scenario) {
  return roles.map(({ trust, policy, ...role }) => ({
    ...role,
    trust: 'Statement' in trust ? trust : trustOf(role.arn, trust as Record<string, string | string[]>),
    ...(policy !== undefined && { inline: inlineOf(asList(policy)) }),
  }))
}

const inlineOf = (documents: readonly PolicyDocument[]): Record<string, PolicyDocument> =>
  Object.fromEntries(documents.map((document, index) => [index === 0 ? 'policy' : `policy-${index + 1}`, document]))

function trustOf(arn: string, wanted: Readonly<Record<string, string | string[] | undefined>>): PolicyDocument {
  const conditions = Object.entries(wanted).flatMap(([claim, value]) =>
    value === undefined ? [] : [[`${GITHUB_ISSUER}:${claim}`, value] as const],
  )
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${arn.split(':')[4]}:oidc-provider/${GITHUB_ISSUER}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringLike: Object.fromEntries(conditions) },
    },
  }
}
