import { afterEach, expect, test } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { blockers, KEYS, openWorld, type PrecheckWorld } from '../support/precheck-world.ts'

/** Every setting that leads the clients to another endpoint than AWS is recorded in the evidence. The second one through the bundle: the SDK writes a warning about it. */

const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n'
const CONFIG = 'version: 1\nstacks: [{ id: web, name: "web-{environment}", template: t.yml }]\n'

let world: PrecheckWorld
afterEach(() => world.close())

test.each<[string, (url: string) => string, Readonly<Record<string, string>>, ('bundle' | 'source')?]>([
  ['the default profile', (url) => `[default]\nendpoint_url = ${url}\n`, {}],
  [
    'a profile',
    (url) =>
      `[profile other]\nendpoint_url = ${url}\naws_access_key_id = ${KEYS.accessKeyId}\naws_secret_access_key = ${KEYS.secretAccessKey}\n`,
    { AWS_PROFILE: 'other' },
    'bundle',
  ],
  [
    'the services section of the profile',
    (url) =>
      `[default]\nservices = local\n[services local]\n${['cloudformation', 'sts', 'cloudwatch', 'codedeploy']
        .map((service) => `${service} =\n  endpoint_url = ${url}\n`)
        .join('')}`,
    {},
  ],
])('an endpoint_url in %s is recorded', async (_, file, more, from = 'source') => {
  world = await openWorld(
    {
      history: [{ each: ['preprod', 'production'], deploy: { stack: 'web-{each}', template: TEMPLATE } }],
      github: { files: { '.github/test-deployments.yml': CONFIG, 't.yml': TEMPLATE } },
    },
    {
      from,
      env: ({ awsUrl, folder }) => {
        const path = join(folder, 'aws-config')
        writeFileSync(path, file(awsUrl))
        return { AWS_ENDPOINT_URL: '', AWS_CONFIG_FILE: path, ...more }
      },
    },
  )
  const seen = await world.precheck()
  expect(blockers(seen)).toEqual([])
  expect(seen.evidence.endpoints.aws).toBe(world.sandbox.awsUrl)
})
