import type { ChangeBy } from '../../src/aws/changes-by.ts'
import type { LiveFacts } from '../../src/cloudformation/live/contract.ts'
import { classifyChange } from '../../src/cloudformation/change-sets/changes.ts'
import type { ChangeSetFacts } from '../../src/cloudformation/change-sets/change-set.ts'
import type { HookPlan } from '../../src/cloudformation/change-sets/hooks.ts'
import type { ResourceDrift } from '../../src/cloudformation/drift/drift.ts'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'
import { readIntent } from '../../src/config/schema/intent.ts'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { schema, type Config } from '../../src/config/schema/index.ts'
import type { RevisionHooks } from '../../src/codedeploy/group/declared-hooks.ts'
import type { ServiceFacts } from '../../src/ecs/facts.ts'
import type { GroupFacts } from '../../src/codedeploy/group/group.ts'
import type { Facts } from '../../src/policies/contract.ts'
import { planFromFacts } from '../../src/plan/change-sets/from-change-set.ts'

/** A change as CloudFormation describes it, abbreviated. */
export interface Change {
  readonly id: string
  readonly type: string
  readonly action?: string
  readonly replacement?: string
  readonly policy?: string
  readonly properties?: readonly string[]
  readonly before?: object
  readonly after?: object
}

export const TODAY = '2026-06-01'

/** Facts of a release of one stack `web` in production, otherwise with default values. */
export function factsOf(from: {
  readonly precheck?: object
  readonly changes?: readonly Change[]
  readonly kind?: 'create' | 'update'
  readonly template?: string
  readonly drift?: readonly Partial<ResourceDrift>[]
  readonly live?: LiveFacts
  readonly changedBy?: ReadonlyMap<string, readonly ChangeBy[]>
  readonly detection?: 'complete' | 'failed' | 'refused'
  readonly throttled?: boolean
  readonly groups?: readonly GroupFacts[]
  readonly services?: readonly ServiceFacts[]
  readonly declaredHooks?: readonly RevisionHooks[]
  readonly intent?: string
  readonly hooks?: HookPlan
  readonly deploymentMode?: string
  readonly disableRollback?: boolean
  readonly base?: Config
}): Facts {
  const config = configOf({ precheck: from.precheck ?? {} })
  const environment = resolveEnvironment(config, 'production', 'eu-west-1')
  const [stack] = environment.stacks
  if (!stack) throw new Error('there is one stack')
  const template = parseTemplate(from.template ?? 'Resources: { Topic: { Type: AWS::SNS::Topic } }', 'web.yml')
  const changeSet: ChangeSetFacts = {
    arn: 'arn:change-set',
    stackArn: 'arn:stack',
    stackName: stack.name,
    outcome: from.changes?.length ? 'changes' : 'none',
    status: 'CREATE_COMPLETE',
    executionStatus: 'AVAILABLE',
    statusReason: '',
    description: '',
    changes: (from.changes ?? []).flatMap((change) => classified(change)),
    nested: [],
    parameters: [],
    ...(from.deploymentMode !== undefined && { deploymentMode: from.deploymentMode }),
    disableRollback: from.disableRollback ?? false,
    incomplete: [],
  }
  return {
    environments: [
      {
        environment,
        stacks: [
          {
            stack,
            source: { template },
            before: undefined,
            plan: planFromFacts('web', changeSet, from.kind ?? 'update', false, { secrets: [] }),
            facts: changeSet,
            hooks: from.hooks,
          },
        ],
        drift:
          from.drift === undefined
            ? []
            : [
                {
                  stack: 'web',
                  stackArn: 'arn:stack',
                  detection: from.detection ?? 'complete',
                  reason: '',
                  throttled: from.throttled ?? false,
                  resources: from.drift.map((drift) => ({
                    logicalId: 'Topic',
                    physicalId: 'topic-1',
                    type: 'AWS::SNS::Topic',
                    status: 'IN_SYNC',
                    reason: '',
                    differences: [],
                    ...drift,
                  })),
                  nested: [],
                },
              ],
        live: from.live,
        changedBy: from.changedBy ?? new Map(),
        services: from.services ?? [],
        groups: from.groups ?? [],
        declaredHooks: from.declaredHooks ?? [],
        snapshot: undefined,
        exports: undefined,
      },
    ],
    config,
    intent: from.intent === undefined ? undefined : readIntent(from.intent, 'intent.yml'),
    base: from.base && { sha: 'b'.repeat(40), config: from.base, intent: undefined, baseline: undefined },
    baseUnknown: undefined,
    composition: { config: 'config.yml', environments: [], checks: [] },
    lastRelease: { kind: 'not-compared', why: 'a test' },
    today: TODAY,
  }
}

/** A configuration with one stack, `web`, and the given sections. */
export function configOf(sections: object): Config {
  return schema().parse({
    version: 1,
    stacks: [{ id: 'web', name: 'shop-{environment}', template: 'web.yml' }],
    ...sections,
  })
}

function classified({ id, type, action, replacement, policy, properties, before, after }: Change) {
  const change = classifyChange({
    Type: 'Resource',
    ResourceChange: {
      LogicalResourceId: id,
      PhysicalResourceId: `physical-${id}`,
      ResourceType: type,
      Action: (action ?? 'Modify') as 'Modify',
      Replacement: (replacement ?? (action === undefined ? 'False' : undefined)) as 'False',
      PolicyAction: policy as 'Delete',
      Details: (properties ?? []).map((path) => ({
        ChangeSource: 'DirectModification',
        Evaluation: 'Static',
        Target: {
          Attribute: 'Properties',
          Path: path,
          AttributeChangeType: 'Modify',
          RequiresRecreation: replacement === 'True' ? 'Always' : 'Never',
        },
      })),
      ...(before && { BeforeContext: JSON.stringify({ Properties: before }) }),
      ...(after && { AfterContext: JSON.stringify({ Properties: after }) }),
    },
  })
  return change ? [change] : []
}
