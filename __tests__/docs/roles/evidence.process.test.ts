import { afterEach, expect, test } from '@jest/globals'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { openRunBucket } from '../../../src/aws/run-bucket.ts'
import { clientsOf } from '../../sandbox/world.ts'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'

/** The permissions of docs/iam/evidence-role.json: evidence in S3, and nothing else. */

let roles: RoleWorld
afterEach(() => roles.world.close())

test('the role for evidence stores, finds and reads it, and nothing outside its prefix', async () => {
  roles = await startRoles()
  const { world } = roles
  await clientsOf(world.sandbox).s3.send(new CreateBucketCommand({ Bucket: 'shop-evidence' }))
  const { connect } = await roles.job()
  const storage = await connect.storage({ region: world.region, session: 'evidence', role: arnOf('evidence') })
  const run = { repository: 'org/shop', runId: '1', log: world.ports.log }
  const place = { bucket: 'shop-evidence', owner: '111111111111' }
  const bucket = openRunBucket(storage, { ...place, prefix: 'test-deployments' }, run)
  await bucket.put('gate.json', Buffer.from('{}'))
  await bucket.put('gate.json', Buffer.from('{}'))
  expect(await bucket.list()).toEqual(['gate.json'])
  expect(Buffer.from(await bucket.get('gate.json')).toString()).toBe('{}')
  expect(roles.used('evidence').toSorted()).toEqual(actionsOf('evidence-role'))
  const other = openRunBucket(storage, { ...place, prefix: 'other' }, run)
  await expect(other.put('gate.json', Buffer.from('{}'))).rejects.toMatchObject({ code: 'evidence/unwritable' })
  await expect(other.list()).rejects.toMatchObject({ code: 'evidence/unreadable' })
})
