import { SERVER, STACK, WATCHED, configOf, deploy, fleet, precheck, ROLE } from './worlds.ts'
import { shownOf, type Story } from './contract.ts'
import { aliasTemplate } from '../../../__tests__/sandbox/codedeploy/stack-deployments.ts'
import { until } from '../../../__tests__/sandbox/world.ts'
import { ActionError } from '../../../src/support/errors.ts'

/** Permissions of a deployment to pre-prod. */

const TOPIC = 'Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: orders } }\n'
const MORE = `${TOPIC}  More: { Type: AWS::SNS::Topic }\n`
/** Simulated milliseconds; the sandbox runs a hundred times faster. */
const SLOW_MS = 1_000_000
const TWO_STACKS = `stacks:
  - { id: web, name: "shop-{environment}", template: web.yml, ${ROLE}, tags: { team: shop } }
  - { id: store, name: "shop-store-{environment}", template: web.yml, ${ROLE} }
`
const story = (parts: Omit<Story, 'role'>): Story => ({ role: 'deploy', ...parts })

export const DEPLOY_STORIES: readonly Story[] = [
  story({
    name: 'a stack and a fleet get their release',
    documents: ['deploy-role'],
    scenario: WATCHED,
    async play(roles) {
      await fleet(roles)
      await roles.world.deploy('shop-preprod', TOPIC)
      await roles.world.write({ 'web.yml': MORE })
      const config = configOf('plan', 'deploy', STACK + SERVER)
      return shownOf(await deploy(roles, config, [await precheck(roles, config)]))
    },
  }),
  story({
    name: 'two stacks are made side by side',
    documents: ['deploy-role'],
    scenario: { ...WATCHED, durations: { cloudformation: { resource: 20_000 } } },
    async play(roles) {
      await roles.world.write({ 'web.yml': TOPIC })
      const config = configOf('plan', 'deploy', TWO_STACKS)
      return shownOf(await deploy(roles, config, [await precheck(roles, config)]))
    },
  }),
  story({
    name: 'an update is cancelled with its job',
    documents: ['deploy-role'],
    scenario: { durations: { cloudformation: { resources: { Slow: SLOW_MS } } } },
    async play(roles) {
      const { world } = roles
      await world.deploy('shop-preprod', TOPIC)
      await world.write({ 'web.yml': `${TOPIC}  Slow: { Type: AWS::SNS::Topic }\n` })
      const config = configOf('plan', 'deploy', STACK)
      const before = await precheck(roles, config)
      const aborter = new AbortController()
      let isOver = false
      const running = deploy(roles, config, [before], { aborter }).finally(() => (isOver = true))
      await until(() => isOver || world.log.some((line) => /web\/Slow .*CREATE_IN_PROGRESS/.test(line)), Boolean)
      aborter.abort(new ActionError('cancelled', { message: 'the job was cancelled' }))
      return shownOf(await running)
    },
  }),
  story({
    name: 'an update that deploys a function fails with it',
    documents: ['deploy-role'],
    scenario: { hookFunctions: { smoke: { reports: 'Failed', after: 1 } } },
    async play(roles) {
      const alias = (version: string): string =>
        aliasTemplate(version)
          .replace('{ ComputePlatform: Lambda }', '{ ComputePlatform: Lambda, ApplicationName: shop }')
          .replace('ServiceRole', 'DeploymentGroupName: shop-preprod-orders\n      ServiceRole')
          .replace('FunctionName: orders', 'FunctionName: shop-orders')
          .replace('role/codedeploy', 'role/shop-codedeploy')
          .replace('role/r"', 'role/shop-cloudformation"')
      await roles.world.deploy('shop-preprod', alias('1'))
      await roles.world.write({ 'web.yml': alias('2') })
      const config = configOf('plan', 'deploy', STACK.replace(', tags: { team: shop }', ''))
      return shownOf(await deploy(roles, config, [await precheck(roles, config)]))
    },
  }),
  story({
    name: 'a hook refuses the change set of a deployment',
    documents: ['deploy-role'],
    // The plan-role leaves the stack of its preview.
    tolerated: ['cloudformation:DeleteStack'],
    scenario: {
      hooks: [
        { target: 'CHANGE_SET', type: 'Acme::Release::Review', message: 'no owner', stacks: ['shop-preprod'] } as never,
      ],
    },
    async play(roles) {
      await roles.world.write({
        'base.yml': `${TOPIC}Outputs: { Topic: { Value: !GetAtt Topic.TopicName } }\n`,
        'web.yml': `Parameters: { Name: { Type: String } }\n${TOPIC.replace('orders', '!Ref Name')}`,
      })
      const config = configOf(
        'plan',
        'deploy',
        `stacks:
  - { id: base, name: "shop-base-{environment}", template: base.yml, ${ROLE} }
  - { id: web, name: "shop-{environment}", template: web.yml, ${ROLE}, parameters: { Name: "{stack.base.outputs.Topic}" } }
`,
      )
      return shownOf(await deploy(roles, config, [await precheck(roles, config)]))
    },
  }),
]
