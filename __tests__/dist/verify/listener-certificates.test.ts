import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm'
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeListenersCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { issue } from '../../checks/tls/pki.ts'
import { KEYS, openWorld, type PrecheckWorld } from '../support/precheck-world.ts'

/** The check `tls` with real listeners of a load balancer; the one that passes, through the bundle. */

const POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06'
const listener = (port: number, CertificateArn: string) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    LoadBalancerArn: { Ref: 'Balancer' },
    Port: port,
    Protocol: 'HTTPS',
    SslPolicy: POLICY,
    Certificates: [{ CertificateArn }],
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Group' } }],
  },
})
const resourcesOf = (shop: string, other: string) => ({
  Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Name: 'shop' } },
  Group: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Name: 'shop', Port: 80 } },
  Shop: listener(443, shop),
  Other: listener(8443, other),
})

let world: PrecheckWorld
let runner: 'bundle' | 'source' = 'source'
let ports: Record<'Shop' | 'Other', number>
let ids: Record<string, string>

beforeAll(async () => {
  world = await openWorld(
    { github: { repository: 'acme/shop', files: { '.github/test-deployments.yml': 'version: 1\n' } } },
    { from: () => runner },
  )
  const config = { region: 'eu-west-1', endpoint: world.sandbox.awsUrl, credentials: KEYS }
  const [acm, cloudformation, elb] = [
    new ACMClient(config),
    new CloudFormationClient(config),
    new ElasticLoadBalancingV2Client(config),
  ]
  const root = await issue({ subject: 'CN=root', isAuthority: true })
  const imported = async (name: string): Promise<string> => {
    const { pem, key } = await issue({ names: [name], issuer: root })
    const input = {
      Certificate: Buffer.from(pem),
      PrivateKey: Buffer.from(key),
      CertificateChain: Buffer.from(root.pem),
    }
    return (await acm.send(new ImportCertificateCommand(input))).CertificateArn ?? ''
  }
  const Resources = resourcesOf(await imported('shop.example.com'), await imported('other.example.com'))
  const StackName = 'web'
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }) }))
  const status = async () =>
    (await cloudformation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus
  while ((await status()) !== 'CREATE_COMPLETE') await world.sandbox.clock.wait(1_000)
  const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName }))
  ids = Object.fromEntries(StackResources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId!]))
  const portOf = async (name: string): Promise<number> =>
    (await elb.send(new DescribeListenersCommand({ ListenerArns: [ids[name]!] }))).Listeners?.[0]?.Port ?? 0
  ports = { Shop: await portOf('Shop'), Other: await portOf('Other') }
  writeFileSync(join(world.folder, 'root.pem'), root.pem)
  for (const client of [acm, cloudformation, elb]) client.destroy()
})
afterEach(() => void (runner = 'source'))
afterAll(() => world.close())

/** The findings of the check for an endpoint and its configured listener. */
async function verified(at: keyof typeof ports, servername: string, of: keyof typeof ports): Promise<string[]> {
  const check = { tls: `127.0.0.1:${ports[at]}`, servername, ca: 'root.pem', listener: ids[of] }
  writeFileSync(
    join(world.folder, '.github/test-deployments.yml'),
    `version: 1\nenvironments: { preprod: { approval: { none: nobody is asked here } } }\nverify: [${JSON.stringify(check)}]\n`,
  )
  const { evidence } = await world.step({ command: 'verify' })
  return evidence.findings.map(({ outcome, code, title }) => `${outcome} ${code} ${title}`)
}

test('the configured certificate of a listener passes when it is served', async () => {
  runner = 'bundle'
  expect(await verified('Shop', 'shop.example.com', 'Shop')).toEqual([
    expect.stringMatching(/^pass check\/tls 127\.0\.0\.1:\d+ serves a valid certificate: /),
  ])
})

test('an endpoint that serves the certificate of another listener fails', async () => {
  expect(await verified('Shop', 'shop.example.com', 'Other')).toEqual([
    expect.stringMatching(/^fail check\/tls .*serves a certificate that its listener does not name/),
  ])
})

test('a listener that serves its default certificate fails for the name', async () => {
  expect(await verified('Other', 'shop.example.com', 'Other')).toEqual([expect.stringMatching(/^fail check\/tls /)])
})
