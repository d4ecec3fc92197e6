import type { Decision } from '../../cloudformation/permissions/simulate.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { EnvironmentFacts, RoleNeed, Rule } from '../contract.ts'

const SHOWN = 5

/** The rehearsal does not show what another account's policies deny. */
export const rule: Rule = {
  meta: {
    code: 'production/permits',
    title: 'The policies of production permit the planned changes',
    docs:
      'A rehearsal proves what the roles of pre-prod may do. For each planned change of production, IAM simulates the ' +
      'actions of CloudFormation’s handler with the role that is used there: its policies, its boundary and the service ' +
      'control policies of the organization. Policies of resources are not simulated.',
    codes: ['permission/denied', 'permission/perhaps-missing', 'permission/not-simulated', 'permission/allowed'],
  },
  judge: ({ environments }) =>
    environments.flatMap((environment) => {
      const stacks = Map.groupBy(environment.permissions ?? [], ({ stack }) => stack)
      return [...stacks.values()].flatMap((needs) => judgeStack(environment, needs))
    }),
}

/** The result of the decisions about one resource. */
interface Judged {
  readonly each: RoleNeed
  readonly denied: readonly Decision[]
  readonly perhaps: readonly Decision[]
  /** Why nothing is proved; undefined where the essential actions are allowed or denied. */
  readonly open: string | undefined
}

function judgeStack({ environment }: EnvironmentFacts, needs: readonly RoleNeed[]): Finding[] {
  const [first] = needs
  if (first === undefined) return []
  const judged = needs.map(judgeNeed)
  const details = { environment: environment.key }
  const denied = judged.filter((each) => each.denied.length > 0)
  const perhaps = judged.filter(
    (each) => each.denied.length === 0 && each.perhaps.length > 0 && each.open === undefined,
  )
  const open = judged.filter((each) => each.open !== undefined && each.denied.length === 0)
  const proved = judged.filter((each) => each.open === undefined && each.denied.length === 0)
  const subject = `stack/${first.stack}/permissions`
  return [
    ...denied.map(({ each, denied: decisions }): Finding => {
      const actions = decisions.map(({ action }) => action)
      const statement = { Effect: 'Allow', Action: actions, Resource: each.need.arn ?? '*' }
      const [{ why, dependsOnResource }] = decisions as readonly [Decision, ...Decision[]]
      return {
        code: 'permission/denied',
        outcome: each.need.essential.length > 0 || isHopeless(each, decisions) ? 'fail' : 'noted',
        title: `${environment.key}: ${nameOf(each.role)} may not call ${listed(actions, SHOWN)} for ${each.need.logicalId} of ${each.stackName}`,
        subject: `stack/${each.stack}/resource/${each.need.logicalId}/permission`,
        expected: `${listed(actions, SHOWN)} allowed on ${each.need.arn ?? '*'}`,
        observed: why,
        advice: dependsOnResource
          ? `Allow it for ${each.role}: add ${JSON.stringify(statement)} to its policy.`
          : `Change what denies it: another Allow has no effect. Simulate again with \`aws iam simulate-principal-policy --policy-source-arn ${each.role} --action-names ${actions.join(' ')}\`.`,
        ...(each.source && { source: each.source }),
        details,
      }
    }),
    ...(perhaps.length === 0
      ? []
      : [
          {
            code: 'permission/perhaps-missing',
            outcome: 'noted',
            title: `${environment.key}: ${nameOf(first.role)} may not call every action that ${plural(perhaps.length, 'resource')} of ${first.stackName} might need`,
            subject,
            expected: 'each action that the properties of the resource need',
            observed: listed(
              perhaps.map(
                ({ each, perhaps: some }) =>
                  `${each.need.logicalId}: ${listed(
                    some.map(({ action }) => action),
                    SHOWN,
                  )}`,
              ),
              SHOWN,
            ),
            advice: `Compare the actions with the properties of the resources; allow for ${first.role} what they need.`,
            details,
          } as const,
        ]),
    ...(open.length === 0
      ? []
      : [
          {
            code: 'permission/not-simulated',
            outcome: 'noted',
            title: `${environment.key}: the permissions for ${open.length} of ${plural(judged.length, 'resource')} of ${first.stackName} were not simulated`,
            subject,
            expected: 'a decision of IAM for each planned change',
            observed: `${listed(
              open.map(({ each }) => each.need.logicalId),
              SHOWN,
            )} (${listed([...new Set(open.map((each) => each.open ?? ''))], SHOWN)})`,
            advice:
              open.find(({ each }) => each.unknown)?.each.unknown?.advice ?? 'Nothing to do; the deployment shows it.',
            details,
          } as const,
        ]),
    ...(denied.length > 0 || proved.length === 0
      ? []
      : [
          {
            code: 'permission/allowed',
            outcome: 'noted',
            title: `${environment.key}: ${nameOf(first.role)} may make the planned changes of ${first.stackName}`,
            subject,
            expected: 'IAM allows the actions that each change needs',
            observed: `${proved.length} of ${plural(judged.length, 'resource')} simulated`,
            details,
          } as const,
        ]),
  ]
}

function judgeNeed(each: RoleNeed): Judged {
  const { need, decisions, unknown } = each
  const nothing = { each, denied: [], perhaps: [] }
  if (decisions === undefined) return { ...nothing, open: unknown?.why ?? 'IAM was not asked' }
  const of = (action: string): Decision | undefined => decisions.find((decision) => decision.action === action)
  const refused = [...need.essential, ...need.others].flatMap((action) => {
    const decision = of(action)
    return decision !== undefined && !decision.allowed ? [decision] : []
  })
  if ([...need.essential, ...need.others].some((action) => of(action) === undefined)) {
    return { ...nothing, open: 'IAM did not decide about each action' }
  }
  // Where no single action is essential, the change needs one of them at least.
  const decisive =
    need.essential.length > 0
      ? refused.filter(({ action }) => need.essential.includes(action))
      : refused.length === need.others.length
        ? refused
        : []
  const certain = decisive.filter((decision) => isCertain(decision, need.arn))
  if (certain.length > 0) return { each, denied: certain, perhaps: [], open: undefined }
  if (decisive.length > 0) {
    const keys = decisive.flatMap(({ missingKeys }) => missingKeys)
    return {
      ...nothing,
      open:
        keys.length > 0
          ? `conditions on ${listed([...new Set(keys)], SHOWN)}`
          : 'the ARN is known only during the deployment',
    }
  }
  return { each, denied: [], perhaps: refused, open: undefined }
}

/**
 * A handler that creates or deletes calls one of its actions at least: where each of them is denied whatever the resource is
 * called, nothing is left. An update may need none of them, and an ARN that is not the one of the call proves nothing.
 */
function isHopeless({ need, decisions = [] }: RoleNeed, denied: readonly Decision[]): boolean {
  const isEach = denied.length === decisions.length && denied.every(({ dependsOnResource }) => !dependsOnResource)
  return need.handler !== 'update' && isEach
}

function isCertain({ missingKeys, dependsOnResource }: Decision, arn: string | undefined): boolean {
  return missingKeys.length === 0 && (arn !== undefined || !dependsOnResource)
}

function nameOf(role: string): string {
  return `the role ${role.split('/').at(-1)}`
}
