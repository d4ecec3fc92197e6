import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ACCOUNT, REGION } from './contract.ts'
import type { Ended, Stage } from './contract.ts'
import { faultOf } from './stage.ts'

/** Two stacks: a bucket, and a function from a folder that may read it. */
const APP = `
const { App, Stack, CfnOutput, aws_lambda: lambda, aws_s3: s3 } = require('aws-cdk-lib')
const app = new App()
const env = { account: '${ACCOUNT}', region: '${REGION}' }
const store = new s3.Bucket(new Stack(app, 'CdkStore', { env }), 'Store', { versioned: process.env.VERSIONED === 'yes' })
const web = new Stack(app, 'CdkWeb', { env })
const orders = new lambda.Function(web, 'Orders', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromAsset(__dirname + '/orders'),
  environment: { BUCKET: store.bucketName },
})
store.grantRead(orders)
new CfnOutput(web, 'Name', { value: orders.functionName })
`

/** The CDK with its default synthesizer: what it publishes and deploys goes through the roles of its bootstrap stack. */
export async function playCdk(stage: Stage): Promise<void> {
  const { ready, folder } = stage
  const [main = ''] = ready.args
  mkdirSync(join(folder, 'orders'))
  writeFileSync(join(folder, 'orders/index.js'), 'exports.handler = async () => ({ ok: true })\n')
  writeFileSync(join(folder, 'app.js'), APP)
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: `"${process.execPath}" app.js` }))
  const cdk = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    stage.run(ready.program, [main, ...args], {
      NODE_PATH: dirname(dirname(dirname(main))),
      CDK_DISABLE_VERSION_CHECK: '1',
      CDK_DISABLE_CLI_TELEMETRY: '1',
      CI: 'true',
      ...more,
    })
  const deploy = ['deploy', '--all', '--require-approval', 'never']
  const changed = { VERSIONED: 'yes' }
  const ready1 = await stage.step('bootstrap', async () =>
    faultOf(await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`]), /Environment aws:\S+ bootstrapped\./),
  )
  if (!ready1) return stage.skip('deploy', 'bootstrap failed')
  await stage.step('bootstrap again', async () =>
    faultOf(await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`]), /bootstrapped \(no changes\)/),
  )
  const deployed = await stage.step('deploy: two stacks, a cross-stack reference, a file asset', async () =>
    faultOf(await cdk(deploy), /CdkWeb\.Name = CdkWeb-Orders/),
  )
  if (!deployed) return stage.skip('diff', 'deploy failed')
  await stage.step('deploy: no changes', async () => faultOf(await cdk(deploy), /CdkWeb \(no changes\)/))
  await stage.step('diff with a change set', async () =>
    faultOf(await cdk(['diff'], changed), /VersioningConfiguration/),
  )
  await stage.step('deploy: an update', async () => faultOf(await cdk(deploy, changed), /✅ {2}CdkStore/))
  await stage.step('drift', async () => faultOf(await cdk(['drift', 'CdkStore'], changed), /No drift detected/))
  await stage.step('destroy', async () => faultOf(await cdk(['destroy', '--all', '--force']), /CdkStore.*: destroyed/))
}
