import { expect, test } from '@jest/globals'
import { simulate } from '../../../src/cloudformation/permissions/simulate.ts'

/** The result of IAM for a resource that is not known yet. */

type Iam = Parameters<typeof simulate>[0]
type Answer = NonNullable<Awaited<ReturnType<Iam['simulatePrincipalPolicy']>>['EvaluationResults']>[number]

const ARN = 'arn:aws:s3:::shop-releases'
const DENY: Partial<Answer> = { EvalDecision: 'explicitDeny' }
const BOUNDARY: Partial<Answer> = { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } }
const ORGANIZATION: Partial<Answer> = { OrganizationsDecisionDetail: { AllowedByOrganizations: false } }
const ABSENT: Partial<Answer> = { EvalDecision: 'implicitDeny' }

test.each<[string, Partial<Answer>, string, boolean]>([
  ['a deny of any resource, from which NotResource may except it', DENY, '*', true],
  ['a deny of this resource', DENY, ARN, false],
  ['a boundary that may match it', BOUNDARY, '*', true],
  ['a boundary that does not allow it', BOUNDARY, ARN, false],
  ['a policy that may match it', ABSENT, '*', true],
  ['the organization', ORGANIZATION, '*', false],
])('%s', async (_, given, arn, expected) => {
  const result: Answer = { EvalActionName: 's3:CreateBucket', EvalDecision: 'allowed', ...given }
  const iam: Iam = { simulatePrincipalPolicy: () => Promise.resolve({ EvaluationResults: [result], $metadata: {} }) }
  expect(await simulate(iam, { role: 'role', actions: ['s3:CreateBucket'], arn })).toMatchObject([
    { allowed: false, dependsOnResource: expected },
  ])
})
