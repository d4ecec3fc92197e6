import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { KEYS } from '../../../__tests__/dist/support/precheck-world.ts'
import { openAwsWorld } from '../../../__tests__/gate/aws-world.ts'
import type { Case, Group, Outcome } from './case.ts'

/** Attempts and honest situations of evidence in S3, beside artifacts and, on an Enterprise Server, in their place. */

const BUCKET = 'evidence'
const COMMANDS = ['precheck', 'deploy-preprod', 'verify', 'gate', 'deploy-production'] as const

interface Given {
  readonly edition?: 'github.com' | 'enterprise-server'
  /** With a default retention. */
  readonly locked?: boolean
  /** A change of verify's document before the gate. */
  readonly meanwhile?: (s3: S3Client, key: string) => Promise<unknown>
}

const bytesOf = async (s3: S3Client, key: string): Promise<string> => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }))
  return (await Body?.transformToString()) ?? ''
}
const put = (s3: S3Client, key: string, text: string): Promise<unknown> =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: text }))

async function play({ edition = 'github.com', locked = false, meanwhile }: Given): Promise<Outcome> {
  const world = await openAwsWorld(undefined, { edition })
  const { awsUrl } = world.releases.sandbox
  const s3 = new S3Client({ region: 'eu-west-1', endpoint: awsUrl, credentials: KEYS, forcePathStyle: true })
  try {
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET, ObjectLockEnabledForBucket: locked }))
    if (locked) {
      const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } as const
      const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const
      await s3.send(new PutObjectLockConfigurationCommand({ Bucket: BUCKET, ObjectLockConfiguration }))
    }
    for (const command of COMMANDS) {
      if (command === 'gate' && meanwhile) {
        const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))
        const document = Contents.find(({ Key }) => /\/verify-.*\.json$/.test(Key ?? ''))
        if (document?.Key === undefined) throw new Error('verify stored no document in the bucket')
        await meanwhile(s3, document.Key)
      }
      const { status, evidence, log } = await world.step(command, { inputs: { evidence: `s3://${BUCKET}/td` } })
      const codes = evidence.findings
        .filter(({ outcome }) => ['fail', 'error', 'inconclusive'].includes(outcome))
        .map(({ code }) => code)
      if (status === 0) continue
      if (['gate', 'deploy-production'].includes(command)) return { status, blockers: codes }
      throw new Error(`${command} is not green: ${codes.join(', ')}\n${log}`)
    }
    return { status: 0, blockers: [] }
  } finally {
    s3.destroy()
    await world.close()
  }
}

const ENTERPRISE = { edition: 'enterprise-server' } as const

const ATTEMPTS: readonly (readonly [name: string, refusedBy: string, given: Given])[] = [
  [
    'the only document of verify is changed in S3',
    'evidence/altered',
    {
      ...ENTERPRISE,
      meanwhile: async (s3, key) => put(s3, key, (await bytesOf(s3, key)).replace('"it answers"', '"another check"')),
    },
  ],
  [
    'the only document of verify is deleted from S3',
    'evidence/missing',
    { ...ENTERPRISE, meanwhile: (s3, key) => s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key })) },
  ],
  [
    'the only document of verify is moved to another run in S3',
    'evidence/missing',
    {
      ...ENTERPRISE,
      async meanwhile(s3, key) {
        await put(s3, key.replace(/\/\d+\/(?=[^/]+$)/, '/1/'), await bytesOf(s3, key))
        await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }))
      },
    },
  ],
]

const HONEST: readonly (readonly [name: string, given: Given])[] = [
  ['evidence in S3 beside artifacts', {}],
  ['evidence in S3 with Object Lock', { locked: true }],
  ['evidence in S3 on an Enterprise Server', ENTERPRISE],
  [
    'evidence in S3 beside a file of somebody else',
    { meanwhile: (s3, key) => put(s3, key.replace(/[^/]+$/, 'notes.json'), '{"a": 1}') },
  ],
]

export function bucketGroup(): Promise<Group> {
  const cases: readonly Case[] = [
    ...ATTEMPTS.map(([name, code, given]): Case => ({
      name,
      kind: 'attempt',
      refusedBy: [code],
      play: () => play(given),
    })),
    ...HONEST.map(([name, given]): Case => ({ name, kind: 'honest', play: () => play(given) })),
  ]
  return Promise.resolve({ name: 'S3', cases, close: () => Promise.resolve() })
}
