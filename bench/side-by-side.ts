/**
 * How long deploy-preprod takes for independent stacks of ten seconds each: through dist/ against the sandbox, in simulated
 * time, from the first execution of a change set to the last final status, as CloudFormation has them.
 *
 *   npm run bench:side-by-side [-- --stacks N]
 */
import { parseArgs } from 'node:util'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { REPOSITORY } from '../scripts/check/kill/shop.ts'
import { openKillWorld } from '../scripts/check/kill/world.ts'

const { values } = parseArgs({ options: { stacks: { type: 'string', default: '10' } } })
const RESOURCE_MS = 10_000
const TEMPLATE = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } })

const names = Array.from({ length: Number(values.stacks) }, (_, index) => `part-${index}`)
const files = {
  'topic.json': TEMPLATE,
  '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked in this bench } } }
stacks:
${names.map((id) => `  - { id: ${id}, name: "${id}-{environment}", template: topic.json }`).join('\n')}
`,
}
const world = await openKillWorld({
  files,
  scenario: {
    pace: 'skip',
    durations: { cloudformation: { resource: RESOURCE_MS } },
    github: { repository: REPOSITORY, files, environments: { production: { reviewers: ['grace'] } } },
  },
})
try {
  for (const command of ['precheck', 'deploy-preprod']) {
    const { status, log } = await world.step(command, {
      inputs: command === 'precheck' ? { environment: 'preprod' } : {},
    })
    if (status !== 0) throw new Error(`${command} is not green:\n${log}`)
    const told = /Deployment to pre-prod passed \(.*\)/.exec(log)?.[0]
    if (told !== undefined) console.log(told)
  }
  const cloudformation = new CloudFormation({
    region: 'eu-west-1',
    endpoint: world.sandbox.awsUrl,
    credentials: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'bench' },
  })
  const times: number[] = []
  for (const name of names) {
    const { StackEvents = [] } = await cloudformation.describeStackEvents({ StackName: `${name}-preprod` })
    const own = StackEvents.filter(({ ClientRequestToken: token }) => token?.startsWith('test-deployments-'))
    times.push(...own.map(({ Timestamp: at }) => at?.getTime() ?? Number.NaN))
  }
  const seconds = (Math.max(...times) - Math.min(...times)) / 1_000
  console.log(
    `${names.length} stacks of ${RESOURCE_MS / 1_000} s each: ${seconds.toFixed(1)} s from the first event to the last`,
  )
} finally {
  await world.close()
}
