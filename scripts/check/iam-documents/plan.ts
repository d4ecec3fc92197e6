import type { RoleWorld } from '../../../__tests__/docs/roles/roles.ts'
import { EACH_ACCESS, REFERRING_RESOURCES, resource } from '../../../__tests__/docs/roles/templates.ts'
import { STORE, SERVER, STACK, configOf, fleet, precheck } from './worlds.ts'
import { shownOf, type Story } from './contract.ts'

/** Permissions of precheck. */

const TOPIC = 'Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: orders } }\n'
const BUCKETS = [STORE, 'shop-templates'].map((name) => ({ name, account: '111111111111', region: 'eu-west-1' }))

/** A template with a reference of each kind that the plan-role looks up. */
const REFERRING = {
  Parameters: { Name: { Type: 'String', Default: 'orders' } },
  Resources: {
    Topic: resource('AWS::SNS::Topic', { DisplayName: { Ref: 'Name' } }),
    Inner: resource('AWS::CloudFormation::Stack', {
      TemplateURL: 'https://shop-templates.s3.eu-west-1.amazonaws.com/topic.yml',
    }),
    One: resource('AWS::Lambda::LayerVersion', { Content: { S3Bucket: STORE, S3Key: 'code/none.zip' } }),
    ...REFERRING_RESOURCES,
  },
  Outputs: { Imported: { Value: { 'Fn::ImportValue': 'other' } } },
}
const DEPLOYED = `${TOPIC}  Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "https://shop-templates.s3.eu-west-1.amazonaws.com/topic.yml" } }
Outputs: { Name: { Value: !Ref Topic, Export: { Name: shop-topic } } }
`
const ADDED = `
Resources:
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: shop, Subnets: [subnet-1, subnet-2] } }
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: shop, Port: 80, Protocol: HTTP, VpcId: vpc-1 } }
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } } }
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs24.x, Handler: i.h, Role: !GetAtt Role.Arn, Code: { ZipFile: "exports.h = 1" } } }
`
const CAPABLE = STACK.replace('template:', 'capabilities: [CAPABILITY_NAMED_IAM], template:')

/** The stack of pre-prod, with a nested stack and an export. */
async function deployed({ world }: RoleWorld): Promise<void> {
  const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
  await storage.putObject({ Bucket: 'shop-templates', Key: 'topic.yml', Body: TOPIC })
  await world.deploy('shop-preprod', DEPLOYED)
}

const story = (role: 'plan' | 'plan-first' | 'plan-all', parts: Omit<Story, 'role'>): Story => ({ role, ...parts })

export const PLAN_STORIES: readonly Story[] = [
  story('plan', {
    name: 'precheck of a stack that refers to much',
    documents: ['plan-role'],
    scenario: { buckets: BUCKETS },
    async play(roles) {
      await roles.world.write({ 'web.yml': JSON.stringify(REFERRING, undefined, 1) })
      await deployed(roles)
      return shownOf(await precheck(roles, configOf('plan', 'deploy', CAPABLE)))
    },
  }),
  story('plan', {
    name: 'precheck of a fleet',
    documents: ['plan-role'],
    async play(roles) {
      await fleet(roles, {
        autoScalingGroups: ['shop-fleet'],
        onPremisesInstanceTagFilters: [{ Key: 'fleet', Value: 'shop', Type: 'KEY_AND_VALUE' }],
      })
      return shownOf(await precheck(roles, configOf('plan', 'deploy', SERVER)))
    },
  }),
  story('plan', {
    name: 'precheck of a large change of a stack that somebody changed',
    documents: ['plan-role'],
    scenario: { buckets: BUCKETS },
    async play(roles) {
      const { world } = roles
      await deployed(roles)
      await world.write({
        'web.yml': `${DEPLOYED.replace('orders', 'sales')}Metadata: { Text: "${'x'.repeat(60_000)}" }\n`,
      })
      const { account, region } = world
      const properties = { DisplayName: 'changed' }
      await world.sandbox.admin.tamper({ account, region, stack: 'shop-preprod', resource: 'Topic', properties })
      const stack = STACK.replace('template:', `template-bucket: ${STORE}, template:`)
      const who = 'precheck: { drift: { who-did-it: true } }\n'
      await world.deploy('shop-production', TOPIC)
      const config = configOf('plan', 'deploy', stack + who)
      const both = async () => world.precheck(config, { mode: 'observe' }, await roles.job())
      return shownOf(await both(), await both())
    },
  }),
  story('plan', {
    name: 'precheck of a release that adds what has a name or a quota',
    documents: ['plan-role'],
    tolerated: ['cloudformation:DeleteStack'],
    async play(roles) {
      await roles.world.deploy('shop-theirs', ADDED)
      await roles.world.write({ 'web.yml': ADDED })
      return shownOf(await precheck(roles, configOf('plan', 'deploy', CAPABLE)))
    },
  }),
  story('plan', {
    name: 'precheck with the live state of all kinds',
    documents: ['plan-role-live'],
    async play(roles) {
      await roles.world.write({ 'web.yml': EACH_ACCESS })
      await roles.world.deploy('shop-preprod', EACH_ACCESS)
      return shownOf(await precheck(roles, configOf('plan', 'deploy', CAPABLE)))
    },
  }),
  story('plan-all', {
    name: 'precheck with the tier all',
    documents: ['plan-role-live-all'],
    // What a type's handler reads is not in the documents: it depends on the types.
    tolerated: ['sns:ListTagsForResource'],
    async play(roles) {
      await roles.world.write({ 'web.yml': TOPIC })
      await roles.world.deploy('shop-preprod', TOPIC)
      await roles.world.deploy('shop-production', TOPIC)
      const config = configOf('plan-all', 'deploy', `${STACK}precheck: { drift: { live: all } }\n`)
      return shownOf(await roles.world.precheck(config, { mode: 'observe' }, await roles.job()))
    },
  }),
  story('plan-first', {
    name: 'precheck of a first release, of which nothing remains in production',
    documents: ['plan-role-first-release', 'plan-role'],
    async play(roles) {
      await roles.world.write({ 'web.yml': TOPIC })
      const config = configOf('plan-first', 'deploy', STACK)
      return shownOf(await roles.world.precheck(config, { mode: 'observe' }, await roles.job()))
    },
  }),
]
