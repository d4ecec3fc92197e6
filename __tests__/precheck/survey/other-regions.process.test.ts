import { expect, test } from '@jest/globals'
import { CloudFormation as Sdk } from '@aws-sdk/client-cloudformation'
import { startSandbox } from '../../../sandbox/sandbox.ts'
import type { CloudFormation } from '../../../src/cloudformation/client.ts'
import { lookElsewhere } from '../../../src/precheck/survey/other-regions.ts'
import { wallClock } from '../../../src/support/clock.ts'

const KEYS = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger-000000000000' }

/** The findings about two stacks that are planned as new ones in eu-west-1, one of which exists in us-east-1. */
async function reported(scenario: NonNullable<Parameters<typeof startSandbox>[0]>['scenario'] = {}) {
  const sandbox = await startSandbox({ scenario })
  const at = (region: string): Sdk => new Sdk({ region, endpoint: sandbox.awsUrl, credentials: KEYS, maxAttempts: 1 })
  const there = at('us-east-1')
  await there.createStack({ StackName: 'shop-web', TemplateBody: 'Resources: { T: { Type: AWS::SNS::Topic } }' })
  const requests: string[] = []
  const planned = (id: string, kind: string): never =>
    ({ stack: { id, name: `shop-${id}` }, before: undefined, plan: { kind } }) as never
  const options = {
    access: { region: 'eu-west-1', session: 'test' },
    environment: { key: 'preprod', region: 'eu-west-1' },
    ports: {
      clock: wallClock,
      cancelled: new AbortController().signal,
      place: { env: { AWS_REGION: 'eu-west-1' } },
      connect: {
        cloudformation: async ({ region }: { region: string }) => {
          requests.push(region)
          return at(region) as unknown as CloudFormation
        },
      },
    },
  }
  const stacks = [planned('web', 'create'), planned('db', 'create'), planned('old', 'update')]
  const findings = await lookElsewhere(options as never, stacks)
  await sandbox.close()
  return { findings, asked: requests }
}

test('a stack that exists in another region is noted', async () => {
  const { findings, asked } = await reported()
  expect(asked).toEqual(['us-east-1', 'us-east-1'])
  expect(findings).toEqual([
    expect.objectContaining({
      code: 'stack/in-other-region',
      outcome: 'noted',
      title: 'preprod: the stack shop-web does not exist in eu-west-1, but in us-east-1',
      observed: expect.stringContaining('arn:aws:cloudformation:us-east-1:'),
      advice: expect.stringContaining('`region: us-east-1`'),
    }),
  ])
})

test('without the permission for the other region there is no finding', async () => {
  const { findings } = await reported({ trouble: [{ on: 'cloudformation:DescribeStacks', do: 'deny' }] })
  expect(findings).toEqual([])
})
