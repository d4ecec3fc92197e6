import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Evidence } from '../../src/evidence/document.ts'
import { overview } from '../../src/overview/index.ts'
import { servicesOf } from '../../src/overview/services.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import { after, document, ORIGIN, passed } from '../evidence/documents.ts'

/** Releases of many repositories, from their evidence. */

const composed = (config: string) => ({ config, environments: [], checks: [] })

/** The documents of a complete release. */
function release(more: Partial<Evidence> = {}, repository = ORIGIN.repository, runId = ORIGIN.runId): Evidence[] {
  const of = (command: string, environment: string, own: Partial<Evidence> = {}): Evidence =>
    document(command, { slot: { command, environment }, origin: { ...ORIGIN, repository, runId }, ...own })
  const precheck = of('precheck', 'all', { composition: composed('deploy.yml') })
  const gate = after([precheck], of('gate', 'production'))
  return [precheck, gate, after([precheck, gate], of('deploy-production', 'production', more))]
}

const linksOf = (documents: readonly Evidence[]) =>
  documents.map((evidence, index) => ({ name: `${index}.json`, digest: digestOf(evidence), evidence }))
const standings = (documents: readonly Evidence[]) =>
  servicesOf(linksOf(documents)).map(({ repository, config, standing }) => `${repository} ${config}: ${standing}`)

const SKIPPED = { ...passed('deployment/succeeded'), outcome: 'skipped' } as const
const isGate = ({ slot }: Evidence): boolean => slot.command === 'gate'
const withLaterGate = (): Evidence[] =>
  release().map((each) => (isGate(each) ? { ...each, origin: { ...each.origin, runAttempt: 3 } } : each))
const withRival = (): Evidence[] => [
  ...release(),
  ...release()
    .filter(isGate)
    .map((each) => ({ ...each, finishedAt: '2026-11-22T11:00:00.000Z' })),
]
const withRollback = (): Evidence[] => [
  ...release(),
  document('rollback', { slot: { command: 'rollback', environment: 'production' } }),
]

const FAILED = { ...passed('deployment/succeeded'), code: 'deployment/failed', outcome: 'fail' } as const

test.each<[string, Evidence[], string]>([
  ['a complete release', release(), 'proven'],
  ['one whose deployment failed', release({ findings: [FAILED], verdict: 'fail' }), 'blocked'],
  ['a verdict that the findings do not give', release({ findings: [FAILED] }), 'blocked'],
  ['without a finding', release({ findings: [] }), 'blocked'],
  ['a stand-in for AWS', release({ endpoints: { aws: 'http://127.0.0.1:1', github: 'github' } }), 'stand-in'],
  ['mode: observe', release({ mode: 'observe' }), 'observed'],
  ['without a deployment', release().slice(0, 2), 'not deployed'],
  ['without the gate', release().filter(({ slot }) => slot.command !== 'gate'), 'not deployed'],
  ['without precheck, on which it builds', release().slice(1), 'incomplete'],
  ['a deployment that was skipped', release({ findings: [SKIPPED], verdict: 'skipped' }), 'not deployed'],
  ['a gate of a later attempt', withLaterGate(), 'incomplete'],
  ['two documents of the gate', withRival(), 'incomplete'],
  ['a release that was rolled back in its run', withRollback(), 'rolled back'],
])('%s', (_, documents, expected) => {
  expect(standings(documents)).toEqual([expect.stringMatching(new RegExp(`: ${expected}$`))])
})

test('each configuration of each repository is a service; unproven ones come first', () => {
  const other = document('precheck', {
    composition: composed('b.yml'),
    origin: { ...ORIGIN, repository: 'octo/b', runId: '3' },
  })
  expect(standings([...release(), other, ...release({}, 'octo/a', '4')])).toEqual([
    'octo/b b.yml: not deployed',
    'octo/a deploy.yml: proven',
    'octo/shop deploy.yml: proven',
  ])
})

test('a newer run counts, and the last proof is kept', () => {
  const newer = release({ findings: [FAILED], verdict: 'fail' }, ORIGIN.repository, '18').map((each) => ({
    ...each,
    finishedAt: '2026-11-23T10:00:00.000Z',
  }))
  expect(servicesOf(linksOf([...newer, ...release()]))).toMatchObject([
    { standing: 'blocked', run: { id: '18' }, lastProof: { id: '17' }, blockers: ['deployment/failed'] },
  ])
})

test('a temporary environment is not a release', () => {
  const copy = document('deploy-preprod', { slot: { command: 'deploy-preprod', environment: 'temporary' } })
  expect(servicesOf(linksOf([copy]))).toEqual([])
})

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'overview-'))))
afterEach(() => rmSync(folder, { recursive: true }))

async function run(...args: string[]): Promise<{ status: number; text: string }> {
  let text = ''
  const status = await overview(args, {
    cwd: folder,
    now: new Date('2026-12-02T10:00:00Z'),
    say: (more) => (text += more),
  })
  return { status, text }
}

function write(documents: readonly Evidence[]): void {
  mkdirSync(join(folder, 'octo/shop'), { recursive: true })
  for (const [index, each] of documents.entries())
    writeFileSync(join(folder, 'octo/shop', `${index}.json`), JSON.stringify(each))
}

test('a folder gives the standing, the last proof, and waivers that need an owner', async () => {
  const waived = [
    { ...FAILED, waived: { reason: 'known' } },
    { ...FAILED, subject: 'stack/b', waived: { reason: 'known', owner: 'ann', until: '2026-12-24' } },
    { ...FAILED, subject: 'stack/c', waived: { reason: 'known', owner: 'ann', until: '2026-12-01' } },
  ]
  write(release({ findings: [passed('deployment/succeeded'), ...waived] }))
  writeFileSync(join(folder, 'other.json'), '{"a": 1}')
  const { status, text } = await run('.')
  expect(status).toBe(0)
  expect(text).toContain('1 of 1 proven')
  expect(text).toContain(
    'octo/shop deploy.yml | proven | 2026-11-22 aaaaaaaaaaaa (run 17) | 2026-11-22 aaaaaaaaaaaa, 9 days ago',
  )
  expect(text).toContain('3 (1 without an owner, 1 without an end, 1 expired, 1 to end within 30 days)')
})

test('texts from outside are treated as data', async () => {
  write(release({}, 'octo/<img src=x>|\u202Eevil', '9'))
  const { text } = await run('.')
  expect(text).toContain('octo/&lt;img src=x&gt;&#124;⟨U+202E⟩evil')
  expect(text).not.toContain('<img')
})

test.each<[string, () => void, number, string]>([
  ['an empty folder is not proof', () => undefined, 1, '0 of 0 proven'],
  [
    'a document of another version is reported',
    () => writeFileSync(join(folder, 'x.json'), '{"schema":"test-deployments/evidence/v9"}'),
    1,
    'x.json: its schema is',
  ],
])('%s', async (_, prepare, expected, part) => {
  prepare()
  const { status, text } = await run('.')
  expect(status).toBe(expected)
  expect(text).toContain(part)
})

test('a missing folder is reported', async () => {
  expect(await run('missing')).toMatchObject({ status: 1, text: expect.stringContaining('ENOENT') })
})

test.each([[[]], [['a', 'b']], [['a', '--jsn']]])('the command line %j is refused', async (args) => {
  expect(await run(...args)).toMatchObject({
    status: 2,
    text: expect.stringContaining('Usage: node dist/index.js overview'),
  })
})

test('as JSON', async () => {
  write(release())
  const { text } = await run('.', '--json')
  expect(JSON.parse(text)).toMatchObject({ services: [{ standing: 'proven' }], unread: [] })
})
