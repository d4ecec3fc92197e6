import { CreateAliasCommand, LambdaClient, PublishVersionCommand } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startWorld, type World } from '../world.ts'

/** Manually created aliases of a function that a stack changes. */

const template = (code: string, more = ''): string => `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub "\${AWS::StackName}-fn"
      Runtime: nodejs22.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code: { ZipFile: "exports.handler = async () => '${code}'" }
${more}`
const CONFIG =
  'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml, capabilities: [CAPABILITY_IAM] }]\n'

let world: World
beforeEach(async () => {
  world = await startWorld()
  for (const environment of ['preprod', 'production']) await world.deploy(`shop-${environment}`, template('one'))
})
afterEach(() => world.close())

async function alias(name: string, version?: string): Promise<string> {
  const lambda = new LambdaClient({ region: world.region, endpoint: world.sandbox.awsUrl })
  const FunctionName = 'shop-production-fn'
  const made = version ?? (await lambda.send(new PublishVersionCommand({ FunctionName }))).Version
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: name, FunctionVersion: made }))
  lambda.destroy()
  return made ?? ''
}

async function reported(code: string, config = CONFIG): Promise<string[]> {
  await world.write({ 'web.yml': template(code) })
  const { findings } = await world.precheck(config)
  return findings.flatMap(({ code: found, outcome, title }) =>
    found === 'change/no-effect' ? [`${outcome} ${title}`] : [],
  )
}
const left = (name: string, version: string): string =>
  `inconclusive production: Fn changes, and the alias ${name}, which this release does not declare, keeps serving version ${version}`

describe('an alias that no stack declares', () => {
  test('continues to serve the previous version', async () => {
    const version = await alias('live')
    await alias('blue', version)
    expect((await reported('two')).toSorted()).toEqual([left('blue', version), left('live', version)])
  })

  test('is not reported by a release that does not change the function', async () => {
    await alias('live')
    expect(await reported('one')).toEqual([])
  })

  test('serves the change where it follows $LATEST, or keeps an earlier version on purpose', async () => {
    await alias('newest', '$LATEST')
    await alias('archive')
    await world.deploy('shop-production', template('between'))
    await world.deploy('shop-preprod', template('between'))
    expect(await reported('two')).toEqual([])
  })
})
