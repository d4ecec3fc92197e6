import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { digestOf, digestOfBytes } from '../../src/evidence/digest.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import { attestableOf } from '../../src/report/predicates.ts'
import { document, ORIGIN, passed } from '../evidence/documents.ts'

/** Every command of docs/verify-evidence.md, run on documents as steps write them. */

const PROJECT = resolve(import.meta.dirname, '../..')
const TEXT = readFileSync(join(PROJECT, 'docs/verify-evidence.md'), 'utf8')
const BLOCKS = [...TEXT.matchAll(/```sh(?: (\w+))?\n([\s\S]*?)```/g)].map(([, tool = '', script = '']) => ({
  tool,
  script,
}))

const contents = {
  sha: ORIGIN.sha,
  templates: [{ id: 'web', kind: 'template' as const, digest: digestOfBytes('template ü') }],
  revisions: [],
  config: digestOfBytes('config'),
}
const release = { digest: digestOf(contents), ...contents }
const precheck = document('precheck', { release })
const verify = document('verify', {
  release,
  previous: [digestOf(precheck)],
  measurements: [{ name: 'Größe “p99”', unit: 'ms', value: 0.30000000000000004 }],
})
const production = document('deploy-production', {
  release,
  slot: { command: 'deploy-production', environment: 'production' },
  previous: [digestOf(precheck), digestOf(verify)],
  plans: [{ environment: 'production', digest: digestOfBytes('plan'), changeSets: [] }],
  approvals: [{ environment: 'production', state: 'approved', user: 'bob', comment: '' }],
  findings: [passed('plan/unchanged', { subject: 'environment/production', observed: 'the same' })],
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'))
  for (const name of ['evidence', 'bin', 'schema', 'fixtures']) mkdirSync(join(folder, name))
  write('schema/evidence-v1.json', readFileSync(join(PROJECT, 'schema/evidence-v1.json'), 'utf8'))
  for (const [name, evidence] of Object.entries({
    'precheck-all-attempt1': precheck,
    'verify-preprod-attempt1': verify,
    'deploy-production-production-attempt1': production,
  })) {
    keep(name, evidence)
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const keep = (name: string, evidence: Evidence): void =>
  write(`evidence/${name}.json`, `${JSON.stringify(evidence, undefined, 2)}\n`)

/** A program of that name, which checks how it is called. */
function standIn(name: string, script: string): void {
  write(`bin/${name}`, `#!/usr/bin/env bash\nset -euo pipefail\n${script}`)
  chmodSync(join(folder, 'bin', name), 0o755)
}

function run(script: string): string {
  return execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    // With a pipe of Node, which is a socket, bash treats itself as a remote shell and reads its startup files.
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      RUN: ORIGIN.runId,
      REPOSITORY: ORIGIN.repository,
      BUCKET: 'evidence',
      PREFIX: 'td',
      SIGNER: 'org/test-deployments/.github/workflows/attest.yml',
    },
  })
}

/** The block with that text. */
function block(text: string): string {
  const found = BLOCKS.filter(({ script }) => script.includes(text))
  expect(found).toHaveLength(1)
  return found[0]?.script ?? ''
}

test('every block uses a tool in the table of this file', () => {
  expect(new Set(BLOCKS.map(({ tool }) => tool))).toEqual(new Set(['', 'gh', 'aws', 'ajv']))
  expect(BLOCKS).toHaveLength(15)
})

describe('unaltered documents', () => {
  test('have the digests that jobs recorded, and are complete', () => {
    const digests = run(block('tee digests')).trim().split('\n')
    expect(digests.map((line) => line.split('  ')[0] ?? '').toSorted()).toEqual(
      [precheck, verify, production].map((evidence) => digestOf(evidence)).toSorted(),
    )
    expect(run(block('missing or altered'))).toBe('')
  })

  test('are of one release and of the real services, and match the schema', () => {
    expect(run(block('.origin.runId'))).toBe(`octo/shop 17 ${ORIGIN.sha} ${release.digest}\n`)
    expect(run(block('.endpoints |'))).toBe('aws github\n')
    expect(run(block("echo 'version 1'"))).toBe('version 1\n')
    standIn('ajv', `exec node ${join(import.meta.dirname, 'validate.mjs')} "$@"\n`)
    expect(run(block('ajv validate'))).toBe('3 documents are valid\n')
  })

  test('have the verdict of their findings, and contain the deployment to production and its approver', () => {
    expect(run(block('select(.verdict == "pass")'))).toBe('')
    expect(run(block('plan/unchanged'))).toBe('pass plan/unchanged environment/production: the same\n')
    expect(run(block('.approvals[] | "'))).toBe('approved production by bob\n')
    expect(run(block('.waived != null) | "\\(.code)'))).toBe('')
    const [one, other] = run(block('release.json | cut')).trim().split('\n')
    expect([one, other]).toEqual([release.digest, release.digest])
  })
})

describe('altered documents', () => {
  test('are detected by their digest, after any change', () => {
    keep('precheck-all-attempt1', { ...precheck, findings: [] })
    run(block('tee digests'))
    expect(run(block('missing or altered'))).toBe(`missing or altered: ${digestOf(precheck)}\n`)
  })

  test('with a verdict that their findings do not give are reported', () => {
    keep('verify-preprod-attempt1', { ...verify, findings: [passed('drift/in-sync', { outcome: 'fail' as never })] })
    keep('precheck-all-attempt1', { ...precheck, findings: [] })
    const named = run(block('select(.verdict == "pass")')).trim().split('\n')
    expect(named.toSorted()).toEqual(['evidence/precheck-all-attempt1.json', 'evidence/verify-preprod-attempt1.json'])
  })
})

describe('commands of other tools', () => {
  test('download the documents from GitHub and from S3', () => {
    standIn(
      'gh',
      `[ "$*" = "run download 17 --repo octo/shop --pattern test-deployments-* --dir artifacts" ]
mkdir -p artifacts/test-deployments-x && cp -r evidence/. artifacts/test-deployments-x && rm evidence/*.json
`,
    )
    run(block('gh run download'))
    expect(run('ls evidence | wc -l').trim()).toBe('3')
    standIn('aws', `[ "$*" = "s3 cp --recursive s3://evidence/td/octo/shop/17/ evidence --exclude release/*" ]\n`)
    run(block('aws s3 cp'))
  })

  test('read approvals and attestations from GitHub', () => {
    standIn(
      'gh',
      `[ "$1 $2" = "api repos/octo/shop/actions/runs/17/approvals" ]\necho '[{"state":"approved","user":{"login":"bob"}}]' | jq -r "$4"\n`,
    )
    expect(run(block('gh api'))).toBe('approved by bob\n')
    run(block('release.json | cut'))
    const { predicate } = attestableOf(production) ?? {}
    write('fixtures/attestation.json', JSON.stringify([{ verificationResult: { statement: { predicate } } }]))
    standIn(
      'gh',
      `[ "$1 $2 $3 $4 $5" = "attestation verify release.json --repo octo/shop" ]
[ "sha256:$(sha256sum release.json | cut -d ' ' -f 1)" = "${release.digest}" ]
cat fixtures/attestation.json
`,
    )
    expect(run(block('gh attestation verify'))).toBe('PASSED TEST_DEPLOYMENTS_PRODUCTION approved by bob\n')
  })
})
