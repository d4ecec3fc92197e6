import { afterEach, expect, test } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startHttpsFront, type HttpsFront } from '../../sandbox/github/https-front.ts'
import { blockers, openWorld, type PrecheckWorld } from '../support/precheck-world.ts'

/**
 * A company's proxy, which terminates TLS with a private certificate authority. The services have AWS's host names, so
 * a request that bypasses the proxy fails.
 */

const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n'
const CONFIG = 'version: 1\nstacks: [{ id: web, name: "web-{environment}", template: t.yml }]\n'
const AWS = ['*.eu-west-1.amazonaws.com', '*.us-east-1.amazonaws.com', '*.amazonaws.com']

const GITHUB = 'api.github.com'

let front: HttpsFront
let world: PrecheckWorld
afterEach(async () => {
  await world.close()
  await front.close()
})

async function openBehindProxy(
  hosts: readonly string[],
  variables: (proxy: string) => Readonly<Record<string, string>>,
): Promise<void> {
  const targets = Object.fromEntries(hosts.map((host) => [host, '']))
  front = await startHttpsFront(targets)
  world = await openWorld(
    {
      history: [{ each: ['preprod', 'production'], deploy: { stack: 'web-{each}', template: TEMPLATE } }],
      github: { files: { '.github/test-deployments.yml': CONFIG, 't.yml': TEMPLATE } },
    },
    {
      env: ({ awsUrl, folder }) => {
        for (const host of hosts) targets[host] = awsUrl
        const authority = join(folder, 'authority.pem')
        writeFileSync(authority, front.certificate)
        if (targets[GITHUB] !== undefined) targets[GITHUB] = world.sandbox.github.url
        return {
          AWS_ENDPOINT_URL: '',
          GITHUB_API_URL: `https://${GITHUB}`,
          NODE_EXTRA_CA_CERTS: authority,
          ...variables(front.url),
        }
      },
    },
  )
}

test('every request to AWS and GitHub goes through the proxy, with its password masked', async () => {
  await openBehindProxy([...AWS, GITHUB], (proxy) => ({
    HTTPS_PROXY: proxy.replace('//', '//runner:s3cret-of-proxy@'),
    GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/release.yml@refs/heads/main',
  }))
  const seen = await world.precheck()
  // GitHub responds, and does not accept the token.
  expect(blockers(seen)).toEqual([
    'inconclusive rules/base-unknown config',
    'inconclusive vanished/last-release-unknown release',
  ])
  expect(seen.everything).toContain('Bad credentials')
  expect(seen.evidence.endpoints.aws).toBe('aws')
  expect(front.hosts).toContain('cloudformation.eu-west-1.amazonaws.com')
  expect(front.hosts).toContain(GITHUB)
  expect(world.asked.length).toBeGreaterThan(front.hosts.length)
  expect(front.authorization()).toBe(`Basic ${Buffer.from('runner:s3cret-of-proxy').toString('base64')}`)
  expect(seen.everything).not.toContain('s3cret-of-proxy')
})

test('a proxy that refuses connections is reported', async () => {
  await openBehindProxy([], (proxy) => ({ https_proxy: proxy.replace('http://', '') }))
  const seen = await world.precheck()
  expect(seen.result.status).toBe(1)
  expect(seen.evidence.findings).toContainEqual(
    expect.objectContaining({
      code: 'aws/unreachable',
      title: expect.stringContaining(`via ${front.url}/: HTTP/1.1 403 Forbidden`),
      advice: expect.stringContaining('docs/network.md'),
    }),
  )
})

test('a host in NO_PROXY is requested directly', async () => {
  await openBehindProxy(AWS, (proxy) => ({ HTTPS_PROXY: proxy, NO_PROXY: '.amazonaws.com' }))
  const seen = await world.precheck()
  expect(seen.result.status).toBe(1)
  expect(front.hosts).toEqual([])
})

test('an unknown certificate authority is reported with the variable that adds it', async () => {
  await openBehindProxy(AWS, (proxy) => ({ HTTPS_PROXY: proxy, NODE_EXTRA_CA_CERTS: '' }))
  const seen = await world.precheck()
  expect(seen.result.status).toBe(1)
  expect(seen.evidence.findings).toContainEqual(
    expect.objectContaining({ code: 'aws/unreachable', advice: expect.stringContaining('NODE_EXTRA_CA_CERTS') }),
  )
})
