import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { deploying } from './deploying.ts'
import { lines, startWorld, type World } from '../world.ts'

/** References of stacks are read again by the deployment: they may have been deleted, or become known only then. */

const BASE = `
Resources:
  Topic: { Type: AWS::SNS::Topic }
Outputs:
  Key: { Value: !Sub 'layers/\${Topic.TopicName}.zip' }
`
const LAYER = `
Parameters: { Key: { Type: String } }
Resources:
  Tools:
    Type: AWS::Lambda::LayerVersion
    Properties: { Content: { S3Bucket: code-preprod, S3Key: !Ref Key } }
`
const CONFIG = (key: string) => `
version: 1
stacks:
  - { id: base, name: "base-{environment}", template: base.yml }
  - { id: layer, name: "layer-{environment}", template: layer.yml, depends-on: [base], parameters: { Key: "${key}" } }
`
const PREPROD = { environment: 'preprod' } as const

let world: World
beforeEach(async () => {
  world = await startWorld({ buckets: [{ name: 'code-preprod', account: '111111111111', region: 'eu-west-1' }] })
  await world.write({ 'base.yml': BASE, 'layer.yml': LAYER })
})
afterEach(() => world.close())

const storage = () => world.ports.connect.storage({ region: world.region, session: 'test' })
const stacks = async (): Promise<string[]> => {
  const { Stacks = [] } = await (await world.cloudformation()).describeStacks({})
  return Stacks.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`).toSorted()
}

describe('a reference of a stack', () => {
  test('that was deleted since precheck stops the deployment before anything is executed', async () => {
    const place = { Bucket: 'code-preprod', Key: 'layers/tools.zip' }
    await (await storage()).putObject({ ...place, Body: 'tools' })
    const precheck = await world.precheck(CONFIG(place.Key), PREPROD)
    expect(lines(precheck)).toContain('pass reference/found stack/layer/references')
    await (await storage()).deleteObject(place)
    const deployed = await deploying(world, CONFIG(place.Key), { evidence: [precheck] })
    expect(lines(deployed)).toEqual(
      expect.arrayContaining([
        'fail reference/missing stack/layer/resource/Tools/property/Content',
        'skipped release/not-started stack/base',
        'skipped release/not-started stack/layer',
      ]),
    )
    expect(await stacks()).toEqual(['base-preprod REVIEW_IN_PROGRESS', 'layer-preprod REVIEW_IN_PROGRESS'])
  })

  test('to an output of this release is read when the output is known, before its stack changes', async () => {
    const config = CONFIG('{stack.base.outputs.Key}')
    const precheck = await world.precheck(config, PREPROD)
    expect(lines(precheck)).toContain('noted reference/not-checked stack/layer/references')
    const deployed = await deploying(world, config, { evidence: [precheck] })
    expect(lines(deployed)).toEqual(
      expect.arrayContaining([
        'pass stack/updated stack/base',
        'fail reference/missing stack/layer/resource/Tools/property/Content',
      ]),
    )
    expect(lines(deployed).filter((line) => line.includes('stack/update-failed'))).toEqual([])
    expect((await stacks()).filter((line) => line.startsWith('layer') && !line.includes('REVIEW'))).toEqual([])
  })
})
