import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'

/**
 * What is released: a stack that is updated, one that is created from its outputs, a function and a service. Both
 * environments are alike, and one is as old as the other.
 */

/** All traffic at once: a shift in steps has the same calls, many times. */
const text = readFileSync(join(import.meta.dirname, '../../../sandbox/scenarios/serverless.yml'), 'utf8')
  .replaceAll(/(Lambda|ECS)Canary10Percent5Minutes/g, '$1AllAtOnce')
  .replace('after: 5000', 'after: 500')
const serverless = parse(text, { merge: true }) as ScenarioInput
const { github, ...rest } = serverless
const files = github?.files as Readonly<Record<string, string>>

const BASE = `
Parameters:
  Title: { Type: String }
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: !Ref Title }
Outputs:
  TopicArn: { Value: !Ref Topic }
`
const WEB = `
Parameters:
  Topic: { Type: String }
Resources:
  Setting:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Value: !Ref Topic }
`

export const FILES: Readonly<Record<string, string>> = {
  ...files,
  'base.yml': BASE,
  'web.yml': WEB,
  '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked in this check } } }
stacks:
  - { id: watch, name: "watch-{environment}", template: watch.yml, parameters: { Name: "{environment}" } }
  - { id: base, name: "base-{environment}", template: base.yml, parameters: { Title: orders } }
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Topic: "{stack.base.outputs.TopicArn}" } }
deployments:
  - { id: orders, platform: lambda, application: functions, group: "{environment}", appspec: deploy/orders.yml, revision: { directory: dist } }
  - { id: web, platform: ecs, application: services, group: "{environment}", appspec: deploy/web.yml, task-definition: deploy/task.json }
gate: { require: [] }
`,
}

export const REPOSITORY = 'acme/shop'
export const REVIEWER = 'grace'
const ENVIRONMENTS = ['preprod', 'production'] as const

export const SCENARIO: ScenarioInput = {
  ...rest,
  pace: 'skip',
  history: [
    ...(rest.history ?? []),
    {
      each: [...ENVIRONMENTS],
      deploy: { stack: 'base-{each}', template: BASE, parameters: { Title: 'old' } },
    },
  ],
  github: {
    repository: REPOSITORY,
    files: { ...FILES },
    protectedBranches: ['main'],
    environments: {
      production: { reviewers: [REVIEWER], preventSelfReview: true, branches: 'protected' },
    },
  },
}
