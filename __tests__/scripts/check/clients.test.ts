import { describe, expect, test } from '@jest/globals'
import { notRead } from '../../../scripts/check/clients/coverage.ts'
import { faultOf } from '../../../scripts/check/clients/stage.ts'

describe('operations that no command of the AWS CLI reads', () => {
  const OPERATIONS = { sqs: ['CreateQueue', 'ListQueues', 'GetQueueUrl'] }
  const row = (client: string, status: number, fault?: string) => ({
    client,
    version: '1',
    step: 'sqs list-queues',
    ...(fault !== undefined && { fault }),
    called: [{ service: 'sqs', operation: 'ListQueues', statuses: [status] }],
  })

  test('are those without a successful call by a successful command', () => {
    expect(notRead(OPERATIONS, [row('aws', 200)])).toEqual(['sqs:GetQueueUrl'])
    for (const given of [row('aws', 400), row('aws', 200, 'it shows nothing'), row('cdk', 200)])
      expect(notRead(OPERATIONS, [given])).toEqual(['sqs:ListQueues', 'sqs:GetQueueUrl'])
  })
})

describe('a program', () => {
  test.each([
    [0, 'all deployed', undefined],
    [0, 'nothing', 'it did not print'],
    [1, 'all deployed', 'status 1'],
  ])('that ends with %i and prints "%s"', (status, stdout, wrong) => {
    const fault = faultOf({ status, stdout, stderr: '' }, /deployed/)
    if (wrong === undefined) expect(fault).toBeUndefined()
    else expect(fault).toContain(wrong)
  })
})
