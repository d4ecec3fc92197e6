import type * as sdk from '@aws-sdk/client-iam'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { evaluate } from '../../identity/decision.ts'
import type { Outcome } from '../../identity/decision.ts'
import { asList, contextKeysOf, matches, matchesAction, matchesResource, statementsOf } from '../../identity/policy.ts'
import { UnknownEvaluation } from '../../identity/conditions.ts'
import type { Caller, PolicyDocument, Question } from '../../identity/policy.ts'
import type { Context } from '../../identity/variables.ts'
import { readPolicy, statementSpans } from './documents.ts'
import type { PolicyText } from './documents.ts'
import { pageOf } from './paging.ts'
import { missing } from './state.ts'
import type { IamState } from './state.ts'

type Input = sdk.SimulatePrincipalPolicyCommandInput | sdk.SimulateCustomPolicyCommandInput

/** A policy with the identifier and type that matched statements have. */
interface Source {
  readonly id: string
  readonly type?: string
  readonly policy: PolicyText
}

interface Simulated {
  readonly sources: readonly Source[]
  readonly boundary: PolicyText | undefined
  readonly control: readonly (readonly PolicyDocument[])[]
  readonly caller: Caller
}

/** Members that the sandbox does not implement; each would change the decision. */
const NOT_PLAYED = ['ResourcePolicy', 'ResourceOwner', 'CallerArn', 'ResourceHandlingOption'] as const
const ACTION = /^[a-z0-9-]+:[A-Za-z0-9]+$/i

export function simulationOperations(state: IamState): Service['operations'] {
  const custom = (input: Input): Source[] =>
    (input.PolicyInputList ?? []).map((text, index) => ({
      id: `PolicyInputList.${index + 1}`,
      policy: readPolicy(text),
    }))
  const givenBoundary = (input: Input): PolicyText | undefined => {
    const [text] = input.PermissionsBoundaryPolicyInputList ?? []
    return text === undefined ? undefined : readPolicy(text)
  }
  return {
    SimulatePrincipalPolicy(input: sdk.SimulatePrincipalPolicyCommandInput, call) {
      const role = roleOf(state, input.PolicySourceArn, call)
      return answered(() => {
        const boundary =
          givenBoundary(input) ?? (role.boundary === undefined ? undefined : state.document(role.boundary))
        return simulate(input, {
          sources: [...sourcesOf(state, role.arn), ...custom(input)],
          boundary,
          control: state.control(role.account),
          caller: { account: role.account, arn: role.arn },
        })
      })
    },
    SimulateCustomPolicy: (input: sdk.SimulateCustomPolicyCommandInput, { account, principal }) =>
      answered(() =>
        simulate(input, {
          sources: custom(input),
          boundary: givenBoundary(input),
          control: [],
          caller: { account, arn: principal },
        }),
      ),
    GetContextKeysForPrincipalPolicy(input: sdk.GetContextKeysForPrincipalPolicyCommandInput, call) {
      const role = roleOf(state, input.PolicySourceArn, call)
      const given = (input.PolicyInputList ?? []).map(readPolicy)
      return answered(() => keysOf([...sourcesOf(state, role.arn).map(({ policy }) => policy), ...given]))
    },
    GetContextKeysForCustomPolicy: (input: sdk.GetContextKeysForCustomPolicyCommandInput) =>
      keysOf((input.PolicyInputList ?? []).map(readPolicy)),
  }
}

const keysOf = (policies: readonly PolicyText[]) => ({
  ContextKeyNames: [...new Set(policies.flatMap(({ document }) => contextKeysOf(document)))],
})

/** Cases that the sandbox cannot evaluate become IAM's error for a policy that could not be evaluated. */
function answered<T>(simulation: () => T): T {
  try {
    return simulation()
  } catch (error) {
    if (error instanceof UnknownEvaluation) throw new ServiceError('PolicyEvaluation', error.message, 500)
    throw error
  }
}

function roleOf(state: IamState, arn = '', { account }: Call) {
  if (!/^arn:aws:iam::\d{12}:role\//.test(arn)) {
    throw new ServiceError('InvalidInput', `The sandbox simulates the policies of roles, not of ${arn}`)
  }
  const role = state.findRole(arn)
  if (role?.account !== account) throw missing(`The role with name ${arn.split('/').at(-1)} cannot be found.`)
  return role
}

/** Inline and attached policies of a role. */
function sourcesOf(state: IamState, arn: string): Source[] {
  const role = state.findRole(arn)
  if (role === undefined) return []
  return [
    ...[...role.inline].map(([name, policy]) => ({ id: `role_${role.name}_${name}`, type: 'role', policy })),
    ...[...role.attached].map((attached) => ({
      id: attached.split('/').at(-1) ?? '',
      type: attached.startsWith('arn:aws:iam::aws:') ? 'aws-managed' : 'user-managed',
      policy: state.document(attached),
    })),
  ]
}

function simulate(input: Input, simulated: Simulated) {
  const refused = NOT_PLAYED.find((name) => input[name] !== undefined)
  if (refused !== undefined) throw new ServiceError('InvalidInput', `The sandbox does not simulate with ${refused}`)
  const actions = input.ActionNames ?? []
  const wrong = actions.find((action) => !ACTION.test(action))
  if (wrong !== undefined) throw new ServiceError('InvalidInput', `Invalid Entry for Action Name: ${wrong}`)
  const resources = input.ResourceArns ?? ['*']
  const context = contextOf(input.ContextEntries ?? [])
  const results = actions.flatMap((action) =>
    resources.map((resource) => resultOf({ action, resource, context }, simulated)),
  )
  const { page, rest } = pageOf(results, input)
  return { EvaluationResults: page, ...rest }
}

function contextOf(entries: readonly sdk.ContextEntry[]): Context {
  return Object.fromEntries(
    entries.map(({ ContextKeyName = '', ContextKeyValues = [], ContextKeyType = '' }) => [
      ContextKeyName.toLowerCase(),
      ContextKeyType.endsWith('List') ? ContextKeyValues : ContextKeyValues[0],
    ]),
  )
}

function resultOf(question: Question, { sources, boundary, control, caller }: Simulated) {
  refuseConditions(control, question)
  const policies = {
    identity: sources.map(({ policy }) => policy.document),
    control,
    ...(boundary && { boundary: boundary.document }),
  }
  const outcome = evaluate(policies, question, caller)
  const considered =
    boundary === undefined ? sources : [...sources, { id: 'PermissionsBoundaryPolicyInputList.1', policy: boundary }]
  const matched = matchedStatements(considered, question, outcome)
  const detail = {
    MatchedStatements: matched,
    MissingContextValues: missingKeys(considered, question),
    ...(boundary && { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: outcome.boundaryAllows } }),
  }
  const all = question.resource === '*'
  return {
    EvalActionName: question.action,
    EvalResourceName: question.resource,
    EvalDecision: outcome.decision,
    ...detail,
    ...(control.length > 0 && { OrganizationsDecisionDetail: { AllowedByOrganizations: outcome.controlAllows } }),
    ...(!all && {
      MissingContextValues: [],
      ResourceSpecificResults: [
        { EvalResourceName: question.resource, EvalResourceDecision: outcome.decision, ...detail },
      ],
    }),
  }
}

/** AWS does not document how it simulates control policies with conditions. */
function refuseConditions(control: readonly (readonly PolicyDocument[])[], question: Question): void {
  for (const document of control.flat()) {
    for (const each of statementsOf(document)) {
      if (each.Condition === undefined || !matchesAction(each, question.action)) continue
      throw new UnknownEvaluation('a service control policy of the account has a condition')
    }
  }
}

/** The statements that decide: those that deny, else those of identity policies that allow. */
function matchedStatements(sources: readonly Source[], question: Question, { decision }: Outcome) {
  const effect = decision === 'explicitDeny' ? 'Deny' : 'Allow'
  return sources.flatMap(({ id, type, policy }) => {
    const spans = statementSpans(policy)
    return asList(policy.document.Statement).flatMap((each, index) => {
      const span = spans[index]
      if (each.Effect !== effect || span === undefined || !matches(each, question, policy.document.Version)) return []
      return [
        {
          SourcePolicyId: id,
          ...(type !== undefined && { SourcePolicyType: type }),
          StartPosition: span.start,
          EndPosition: span.end,
        },
      ]
    })
  })
}

/** The keys of statements about this action and resource that the input has no value for. */
function missingKeys(sources: readonly Source[], question: Question): string[] {
  const keys = sources.flatMap(({ policy: { document } }) =>
    statementsOf(document)
      .filter((each) => matchesAction(each, question.action) && matchesResource(each, question, document.Version))
      .flatMap((each) => contextKeysOf({ ...document, Statement: each })),
  )
  return [...new Set(keys)].filter((key) => question.context[key.toLowerCase()] === undefined)
}
