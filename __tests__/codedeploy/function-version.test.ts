import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Functions } from '../../src/aws/clients/services.ts'
import { publishVersion, readAlias } from '../../src/codedeploy/function-version.ts'
import { awsError, FakeClock, FakeLog } from '../deploy/fakes.ts'

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64')
const NEW = Buffer.from('new')
const OLD = Buffer.from('old')

/** A function whose code takes a second to become ready. */
function fakeLambda(clock: FakeClock, more: { packageType?: 'Image'; fails?: string; sleepy?: boolean } = {}) {
  const calls: string[] = []
  let code: Buffer = OLD
  let ready = 0
  const versions: Buffer[] = [OLD]
  const functions: Functions = {
    invoke: () => Promise.reject(new Error('not here')),
    getAlias: async () => {
      throw awsError('ResourceNotFoundException', 'Cannot find alias arn: …')
    },
    getFunctionConfiguration: async ({ Qualifier }) => {
      calls.push(`get ${Qualifier ?? '$LATEST'}`)
      const updating = clock.now().getTime() < ready
      const bytes = Qualifier === undefined ? code : versions[Number(Qualifier) - 1]
      return {
        $metadata: {},
        PackageType: more.packageType ?? 'Zip',
        CodeSha256: digestOf(bytes ?? OLD),
        State:
          Qualifier !== undefined && more.sleepy && calls.filter((each) => each === `get ${Qualifier}`).length < 3
            ? 'Pending'
            : 'Active',
        LastUpdateStatus: updating
          ? 'InProgress'
          : more.fails !== undefined && code.equals(NEW)
            ? 'Failed'
            : 'Successful',
        ...(more.fails !== undefined && {
          LastUpdateStatusReason: more.fails,
          LastUpdateStatusReasonCode: 'InvalidZipFileException',
        }),
      }
    },
    updateFunctionCode: async ({ ZipFile }) => {
      calls.push('update')
      code = Buffer.from(ZipFile ?? [])
      ready = clock.now().getTime() + 1_000
      fake.afterUpdate()
      return { $metadata: {} }
    },
    publishVersion: async ({ CodeSha256 }) => {
      calls.push('publish')
      if (CodeSha256 !== digestOf(code)) throw awsError('InvalidParameterValueException', 'CodeSHA256 is different')
      if (!versions.at(-1)?.equals(code)) versions.push(code)
      return { $metadata: {}, Version: String(versions.length), CodeSha256: digestOf(code) }
    },
  }
  const fake = {
    functions,
    calls,
    setCode: (bytes: Buffer): void => void (code = bytes),
    afterUpdate: (): void => undefined,
  }
  return fake
}

let clock: FakeClock
beforeEach(() => void (clock = new FakeClock()))
const publish = (fake: ReturnType<typeof fakeLambda>, bytes = NEW) =>
  publishVersion(
    { functions: fake.functions, clock, log: new FakeLog(), cancelled: new AbortController().signal },
    { id: 'api', name: 'orders', bytes, code: async () => ({ ZipFile: bytes }) },
  )

describe('publishing', () => {
  test('sends new code, waits until it is ready, and returns the version', async () => {
    const fake = fakeLambda(clock)
    expect(await publish(fake)).toBe('2')
    expect(fake.calls.filter((call) => !call.startsWith('get'))).toEqual(['update', 'publish'])
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-01T12:00:01Z'))
  })

  test('does not send code that the function already has', async () => {
    const fake = fakeLambda(clock)
    expect(await publish(fake, OLD)).toBe('1')
    expect(fake.calls).not.toContain('update')
  })

  test('waits until the version can be used', async () => {
    const fake = fakeLambda(clock, { sleepy: true })
    await publish(fake)
    expect(fake.calls.filter((call) => call === 'get 2')).toHaveLength(3)
  })

  test('reports why code did not become ready', async () => {
    await expect(publish(fakeLambda(clock, { fails: 'Could not unzip uploaded file.' }))).rejects.toMatchObject({
      message: 'the code of orders did not become ready: Could not unzip uploaded file.',
      details: { observed: 'InvalidZipFileException: Could not unzip uploaded file.' },
    })
  })

  test('refuses a function that runs an image', async () => {
    await expect(publish(fakeLambda(clock, { packageType: 'Image' }))).rejects.toMatchObject({
      code: 'config/revision',
      message: expect.stringContaining('runs an image'),
    })
  })

  test('does not publish code that another process uploaded in the meantime', async () => {
    const fake = fakeLambda(clock)
    fake.afterUpdate = () => fake.setCode(Buffer.from('somebody else'))
    await expect(publish(fake)).rejects.toThrow('CodeSHA256 is different')
  })
})

test('a missing alias is an error of the AppSpec', async () => {
  const { functions } = fakeLambda(clock)
  await expect(readAlias(functions, { id: 'api', name: 'orders', alias: 'live' })).rejects.toMatchObject({
    code: 'config/reference',
    message: 'the alias orders:live does not exist in Lambda',
    subject: 'deployment/api',
  })
})
