import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { expect, test } from '@jest/globals'
import { judgeDeployed } from '../../src/serving/judge-deployed.ts'

/** Whether a group still has the deployment of this run. */

const s3 = (key: string, more: object = {}): RevisionLocation => ({
  revisionType: 'S3',
  s3Location: { bucket: 'releases', key, ...more },
})
const spec = (version: string): RevisionLocation => ({
  revisionType: 'AppSpecContent',
  appSpecContent: { content: `{"TargetVersion":"${version}"}` },
})
const judge = (revision: RevisionLocation | undefined, group: RevisionLocation | undefined) =>
  judgeDeployed({ id: 'app', deploymentId: 'd-1', revision, group, last: 'd-2' }, 'production')

test.each<[string, RevisionLocation, RevisionLocation]>([
  ['the same object', s3('two', { eTag: '1' }), s3('two', { eTag: '1' })],
  ['an object to which CodeDeploy adds its ETag', s3('two'), s3('two', { eTag: '1' })],
  ['the same AppSpec', spec('7'), spec('7')],
])('%s is the release', (_, own, group) => {
  expect(judge(own, group)).toEqual([])
})

test.each<[string, RevisionLocation, RevisionLocation]>([
  ['another object, as after a rollback', s3('two'), s3('one')],
  ['another content under the same key', s3('two', { eTag: '1' }), s3('two', { eTag: '2' })],
  ['an AppSpec with another version', spec('7'), spec('6')],
])('%s is not', (_, own, group) => {
  expect(judge(own, group)).toMatchObject([
    { code: 'serving/not-released', outcome: 'fail', observed: expect.stringContaining('d-2') },
  ])
})

test.each<[string, RevisionLocation | undefined, RevisionLocation | undefined]>([
  ['of the deployment', undefined, spec('7')],
  ['of the group', spec('7'), undefined],
])('an absent revision %s is inconclusive', (_, own, group) => {
  expect(judge(own, group)).toMatchObject([{ code: 'serving/unread', outcome: 'inconclusive' }])
})
