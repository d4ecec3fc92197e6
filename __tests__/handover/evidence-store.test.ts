import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../src/evidence/document.ts'
import { collectEvidence, storeEvidence } from '../../src/handover/evidence-store.ts'
import type { Ports } from '../../src/ports.ts'
import { ActionError } from '../../src/support/errors.ts'
import { document } from '../evidence/documents.ts'

const SERVICE = { ACTIONS_RUNTIME_TOKEN: 'token', ACTIONS_RESULTS_URL: 'https://results' }

let temp: string
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'evidence-store-'))
})
afterEach(() => rmSync(temp, { recursive: true, force: true }))

/**
 * The artifacts of a run, which cannot be overwritten. `fails`: the service does not respond; `denied`: the bucket
 * refuses every object.
 */
function portsWith({ fails = false, denied = false } = {}) {
  const stored = new Map<string, ReadonlyMap<string, Uint8Array>>()
  const refuse = (code: 'github/artifact-exists' | 'github/service') =>
    Promise.reject(new ActionError(code, { message: 'refused', subject: 'github/artifacts' }))
  const artifacts = {
    upload: (name: string, files: ReadonlyMap<string, Uint8Array>) => {
      if (fails) return refuse('github/service')
      if (stored.has(name)) return refuse('github/artifact-exists')
      stored.set(name, files)
      return Promise.resolve()
    },
    list: () => Promise.resolve([...stored.keys()].map((name, id) => ({ id, name }))),
    download: ({ name }: { name: string }) => Promise.resolve(stored.get(name)),
  }
  const denial = new ActionError('evidence/unwritable', { message: 'AccessDenied', subject: 'evidence' })
  const bucket = denied ? { put: () => Promise.reject(denial) } : undefined
  const log = { debug() {}, info() {}, warning() {}, mask() {}, group: (_: string, body: () => unknown) => body() }
  const ports = {
    place: { env: SERVICE, workspace: temp, temp },
    connect: { artifacts: () => Promise.resolve(artifacts), evidenceBucket: () => Promise.resolve(bucket) },
    log,
    cancelled: new AbortController().signal,
  } as unknown as Ports
  return { ports, stored }
}

const store = (ports: Ports, evidence: Evidence): Promise<string> =>
  storeEvidence(ports, join(temp, 'evidence'), evidence, { json: JSON.stringify(evidence), html: '<p>', token: 'jwt' })
const teardown = (subject: string): Evidence =>
  document('teardown', {
    slot: { command: 'teardown', environment: 'temporary' },
    timeline: [{ at: '2026-11-29T10:00:00.000Z', subject, event: 'removed' }],
  })

describe('evidence of two steps that fill one slot in one run', () => {
  test('is stored twice, under names of its own, and later jobs find both', async () => {
    const { ports, stored } = portsWith()
    const paths = [await store(ports, teardown('pr-1')), await store(ports, teardown('pr-2'))]
    expect(paths.map((path) => basename(path))).toEqual([
      'teardown-temporary-attempt1.json',
      'teardown-temporary-attempt1-step2.json',
    ])
    expect([...stored.keys()]).toEqual([
      'test-deployments-teardown-temporary-attempt1',
      'test-deployments-teardown-temporary-attempt1-step2',
    ])
    expect(readdirSync(join(temp, 'evidence'))).toHaveLength(6)
    const later = { ...ports, place: { ...ports.place, temp: join(temp, 'later') } }
    const found = await collectEvidence(later, undefined)
    expect(found.map(({ bytes }) => /pr-\d/.exec(Buffer.from(bytes).toString())?.[0] ?? '').toSorted()).toEqual([
      'pr-1',
      'pr-2',
    ])
    expect(found.map(({ token }) => token)).toEqual(['jwt', 'jwt'])
  })

  test('remains in the folder where the service refuses it for another reason', async () => {
    const { ports } = portsWith({ fails: true })
    await expect(store(ports, teardown('pr-1'))).rejects.toMatchObject({ code: 'github/service' })
    expect(readdirSync(join(temp, 'evidence'))).toContain('teardown-temporary-attempt1.json')
  })

  test('is in the artifacts of the run where the bucket refuses it, and the step fails', async () => {
    const { ports, stored } = portsWith({ denied: true })
    await expect(store(ports, teardown('pr-1'))).rejects.toMatchObject({ code: 'evidence/unwritable' })
    expect([...stored.keys()]).toEqual(['test-deployments-teardown-temporary-attempt1'])
  })
})
