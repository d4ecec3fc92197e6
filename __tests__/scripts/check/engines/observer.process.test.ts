import { createServer, type Server } from 'node:http'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { closeServer, listenOnLoopback } from '../../../../sandbox/loopback.ts'
import { startObserver, type Observer } from '../../../../scripts/check/engines/observer.ts'

/** The observer of check:engines with an engine that only lists resources. */

const RESOURCE =
  '<LogicalResourceId>Topic</LogicalResourceId><PhysicalResourceId>t-1</PhysicalResourceId>' +
  '<ResourceType>AWS::SNS::Topic</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus>'
const LIST = `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries><member>${RESOURCE}</member></StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`
const REFUSED =
  '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>Unknown action</Message></Error></ErrorResponse>'

let engine: Server
let observer: Observer
let client: CloudFormation
beforeEach(async () => {
  engine = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const played = body.includes('Action=ListStackResources')
      response.writeHead(played ? 200 : 400, { 'content-type': 'text/xml' }).end(played ? LIST : REFUSED)
    })
  })
  observer = await startObserver(`http://127.0.0.1:${await listenOnLoopback(engine)}`)
  client = new CloudFormation({
    region: 'eu-west-1',
    endpoint: observer.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
})
afterEach(async () => {
  client.destroy()
  await observer.close()
  await closeServer(engine)
})

test('passes responses on and records their members and errors', async () => {
  const { StackResourceSummaries } = await client.listStackResources({ StackName: 'web' })
  expect(StackResourceSummaries).toMatchObject([{ LogicalResourceId: 'Topic' }])
  await expect(client.detectStackDrift({ StackName: 'web' })).rejects.toThrow('Unknown action')
  expect([...(observer.answered.get('ListStackResources')?.members ?? [])]).toContain(
    'StackResourceSummaries.member.ResourceType',
  )
  expect([...(observer.answered.get('DetectStackDrift')?.statuses ?? [])]).toEqual([[400, 1]])
  expect([...observer.notPlayed]).toEqual(['DetectStackDrift'])
  expect([...observer.standIns]).toEqual([])
})

test('responds in place of the engine once it assists, and only to operations that the engine lacks', async () => {
  observer.assist()
  const { StackDriftDetectionId } = await client.detectStackDrift({ StackName: 'web' })
  const status = await client.describeStackDriftDetectionStatus({ StackDriftDetectionId })
  expect(status).toMatchObject({ DetectionStatus: 'DETECTION_COMPLETE', StackDriftStatus: 'IN_SYNC' })
  const { StackResourceDrifts } = await client.describeStackResourceDrifts({ StackName: 'web' })
  expect(StackResourceDrifts).toMatchObject([
    { LogicalResourceId: 'Topic', ResourceType: 'AWS::SNS::Topic', StackResourceDriftStatus: 'IN_SYNC' },
  ])
  expect((await client.describeChangeSetHooks({ ChangeSetName: 'set' })).Status).toBe('PLANNED')
  await expect(client.deleteStack({ StackName: 'web' })).rejects.toThrow('Unknown action')
  await client.listStackResources({ StackName: 'web' })
  expect([...observer.standIns].toSorted()).toEqual([
    'DescribeChangeSetHooks',
    'DescribeStackDriftDetectionStatus',
    'DescribeStackResourceDrifts',
    'DetectStackDrift',
  ])
})
