import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, test } from '@jest/globals'
import { open } from './world.ts'

const SAM = {
  Transform: 'AWS::Serverless-2016-10-31',
  Globals: { Function: { Runtime: 'nodejs22.x', Timeout: 5 } },
  Parameters: { Alias: { Type: 'String', Default: 'live' } },
  Resources: {
    Orders: {
      Type: 'AWS::Serverless::Function',
      Properties: { Handler: 'index.handler', InlineCode: 'exports.handler = 1', AutoPublishAlias: { Ref: 'Alias' } },
    },
  },
}
const CONSENT = { ChangeSetType: 'CREATE', Capabilities: ['CAPABILITY_IAM'] }
const PYTHON = process.env['SANDBOX_PYTHON']
const isInstalled = spawnSync(PYTHON ?? 'python3', ['-c', 'import samtranslator']).status === 0

afterEach(() => {
  if (PYTHON === undefined) delete process.env['SANDBOX_PYTHON']
  else process.env['SANDBOX_PYTHON'] = PYTHON
})

describe('a template of SAM', () => {
  ;(isInstalled ? test : test.skip)("is transformed by AWS's translator, with its Globals and parameters", async () => {
    const world = open()
    const set = await world.changeSet('stack', SAM, CONSENT)
    expect(set.StatusReason).toBeUndefined()
    const input = { ChangeSetName: set.ChangeSetId, TemplateStage: 'Processed' }
    const { Resources } = JSON.parse((await world.ask('GetTemplate', input)).TemplateBody) as typeof SAM
    expect(Resources.Orders).toMatchObject({
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: 'nodejs22.x', Timeout: 5, Code: { ZipFile: 'exports.handler = 1' } },
    })
    expect(Object.keys(Resources)).toEqual(expect.arrayContaining(['OrdersRole', 'OrdersAliaslive']))
  })
  ;(isInstalled ? test : test.skip)('that the translator rejects fails with its reasons', async () => {
    const wrong = { ...SAM, Resources: { Orders: { Type: 'AWS::Serverless::Function', Properties: {} } } }
    const set = await open().changeSet('stack', wrong, CONSENT)
    expect(set.Status).toBe('FAILED')
    expect(set.StatusReason).toMatch(
      /^Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document\..*\[Orders\] is invalid/,
    )
  })

  test('is rejected without a Python that has the translator', async () => {
    process.env['SANDBOX_PYTHON'] = '/no/python'
    const set = await open().changeSet('stack', { ...SAM, Description: 'another' }, CONSENT)
    expect(set).toMatchObject({ Status: 'FAILED', StatusReason: expect.stringContaining('aws-sam-translator') })
  })

  test('has Globals only with its transform', async () => {
    const { Transform: _, ...plain } = SAM
    await expect(open().changeSet('stack', plain, CONSENT)).rejects.toThrow(
      'Invalid template property or properties [Globals]',
    )
  })
})
