import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ended, Stage } from './contract.ts'
import { faultOf } from './stage.ts'

const TEMPLATE = `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Runtime: nodejs22.x, Timeout: 5 }
Parameters:
  Stage: { Type: String, Default: one }
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      CodeUri: orders/
      AutoPublishAlias: live
      Environment: { Variables: { STAGE: !Ref Stage } }
      Policies: [{ S3ReadPolicy: { BucketName: orders-store } }]
      Events:
        Get: { Type: Api, Properties: { Path: /orders, Method: get } }
Outputs:
  Name: { Value: !Ref Orders }
`

/** The SAM CLI: a function with its code, an alias and an API, from a template that needs AWS's transform. */
export async function playSam(stage: Stage): Promise<void> {
  const { ready, folder } = stage
  mkdirSync(join(folder, 'orders'))
  writeFileSync(join(folder, 'orders/index.js'), 'exports.handler = async () => ({ ok: true })\n')
  writeFileSync(join(folder, 'template.yaml'), TEMPLATE)
  const sam = (...args: string[]): Promise<Ended> =>
    stage.run(ready.program, [...ready.args, ...args], { SAM_CLI_TELEMETRY: '0' })
  const deploy = ['deploy', '--stack-name', 'sam-orders', '--resolve-s3', '--no-confirm-changeset']
  const consent = ['--capabilities', 'CAPABILITY_IAM']
  const deployed = await stage.step('deploy: a function with code, Globals and an API', async () =>
    faultOf(await sam(...deploy, ...consent), /Successfully created\/updated stack - sam-orders/),
  )
  if (!deployed) return stage.skip('deploy: an update', 'deploy failed')
  await stage.step('deploy: no changes', async () =>
    faultOf(await sam(...deploy, ...consent, '--no-fail-on-empty-changeset'), /No changes to deploy/),
  )
  await stage.step('deploy: an update', async () =>
    faultOf(
      await sam(...deploy, ...consent, '--parameter-overrides', 'Stage=two'),
      /Successfully created\/updated stack - sam-orders/,
    ),
  )
  await stage.step('list stack-outputs', async () =>
    faultOf(await sam('list', 'stack-outputs', '--stack-name', 'sam-orders', '--output', 'json'), /sam-orders-Orders/),
  )
  await stage.step('list resources', async () =>
    faultOf(await sam('list', 'resources', '--stack-name', 'sam-orders', '--output', 'json'), /OrdersRole/),
  )
  await stage.step('delete', async () =>
    faultOf(await sam('delete', '--stack-name', 'sam-orders', '--no-prompts'), /Deleted successfully/),
  )
}
