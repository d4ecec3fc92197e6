import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openSandbox } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
beforeAll(async () => {
  // Deliberately invalid requests are not for the judge of the traffic.
  delete process.env.SANDBOX_TRAFFIC
  opened = await openSandbox()
})
afterAll(() => opened.sandbox.close())

const SIGNED = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=111111111111/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
})

async function post(service: string, body: string, headers: Record<string, string>) {
  const answer = await fetch(opened.sandbox.awsUrl, {
    method: 'POST',
    body,
    headers: { ...SIGNED(service), ...headers },
  })
  return { status: answer.status, text: await answer.text() }
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const json = (target: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target })

describe('requests that AWS rejects', () => {
  test.each([
    ['cloudformation', 'Action=Invent&Version=2010-05-15', FORM, 400, 'InvalidAction'],
    ['cloudformation', 'Action=DescribeStackEvents&Version=2010-05-15', FORM, 400, 'ValidationError'],
    [
      'cloudformation',
      'Action=DescribeStackResourceDrifts&Version=2010-05-15&StackName=a&MaxResults=many',
      FORM,
      400,
      'MalformedInput',
    ],
    ['codedeploy', '{}', json('CodeDeploy_20141006.Invent'), 400, 'UnknownOperationException'],
    ['codedeploy', '{}', json('CodeDeploy_20141006.GetApplication'), 400, 'ApplicationNameRequiredException'],
    ['codedeploy', '{"applicationName": 3}', json('CodeDeploy_20141006.GetApplication'), 400, 'SerializationException'],
    ['codedeploy', 'nonsense', json('CodeDeploy_20141006.GetApplication'), 400, 'SerializationException'],
    ['rds', 'Action=DescribeDBInstances&Version=2014-10-31', FORM, 404, 'UnknownOperationException'],
    // The classic load balancers share the signing name.
    ['elasticloadbalancing', 'Action=DescribeLoadBalancers&Version=2012-06-01', FORM, 404, 'UnknownOperationException'],
    ['ec2', 'Action=Invent&Version=2016-11-15', FORM, 400, '<Code>InvalidAction</Code>'],
    // Operations of AWS that the sandbox does not implement.
    ['ec2', 'Action=DescribeVolumes&Version=2016-11-15', FORM, 400, 'does not play ec2:DescribeVolumes'],
    ['kms', '{}', json('TrentService.ListKeys'), 400, 'does not play kms:ListKeys'],
  ])('%s %s', async (service, body, headers, status, code) => {
    const answer = await post(service, body, headers)
    expect(answer).toMatchObject({ status, text: expect.stringContaining(code) })
  })

  test('rejects a call without a signature', async () => {
    const answer = await fetch(opened.sandbox.awsUrl, {
      method: 'POST',
      body: 'Action=ListStacks&Version=2010-05-15',
      headers: FORM,
    })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('MissingAuthenticationToken')
  })
})
