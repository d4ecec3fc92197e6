import { rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openBench, type Bench } from '../support/harness.ts'

/** Patterns of an AppSpec's permissions that match nothing or other files than intended. */

let bench: Bench
beforeEach(async () => {
  bench = await openBench('source')
  rmSync(join(bench.workspace, 'app'), { recursive: true })
  for (const [name, text] of Object.entries({
    'app/bin/run.sh': '#!/bin/sh\nexit 0\n',
    'app/conf/tls/site.key': 'secret',
    'app/conf/site.conf': 'x',
    'app/readme.txt': 'x',
  })) {
    mkdirSync(dirname(join(bench.workspace, name)), { recursive: true })
    writeFileSync(join(bench.workspace, name), text, { mode: 0o755 })
  }
})
afterEach(() => bench.close())

const CONFIG = `version: 1
deployments: [{ platform: local, revision: { directory: app }, destination-root: ./host }]
`

/** The findings that keep precheck from passing for an AppSpec with this permission. */
async function judged(permission: string): Promise<{ status: number | undefined; found: string[]; said: string }> {
  writeFileSync(
    join(bench.workspace, 'app/appspec.yml'),
    `version: 0.0
os: linux
files: [{ source: /, destination: /srv/shop }]
permissions: [{ object: /srv/shop, ${permission} }]
hooks: { ValidateService: [{ location: bin/run.sh, timeout: 20 }] }
`,
  )
  const ended = await bench.step({ command: 'precheck', config: CONFIG })
  const findings = (ended.evidence?.findings ?? []).filter(({ code }) => code.startsWith('appspec/'))
  return {
    status: ended.status,
    found: findings.flatMap(({ outcome, code }) =>
      ['fail', 'inconclusive'].includes(outcome) ? [`${outcome} ${code}`] : [],
    ),
    said: ended.lines.join('\n'),
  }
}

describe('permissions that match nothing are a finding', () => {
  test.each([
    [
      'an except with a slash, for a private key',
      'mode: "644", type: [file], except: [conf/tls/site.key]',
      'fail appspec/except-unused',
    ],
    [
      'an except with a star and a slash',
      'mode: "644", type: [file], except: ["bin/*.sh"]',
      'fail appspec/except-unused',
    ],
    [
      'an except of a file that is deeper',
      'mode: "644", type: [file], except: [site.key]',
      'fail appspec/except-unused',
    ],
    [
      'an except with a full path',
      'mode: "644", type: [file], except: [/srv/shop/readme.txt]',
      'fail appspec/except-unused',
    ],
    [
      'an except of a missing file',
      'mode: "644", type: [file], except: ["*.pem"]',
      'inconclusive appspec/except-unused',
    ],
    ['a pattern with a slash', 'mode: "600", type: [file], pattern: "conf/*"', 'fail appspec/permission-unused'],
    [
      'a pattern of a missing file',
      'mode: "600", type: [file], pattern: "*.pem"',
      'inconclusive appspec/permission-unused',
    ],
  ])('%s', async (_, permission, finding) => {
    const { status, found } = await judged(permission)
    expect({ status, found }).toEqual({ status: 1, found: [finding] })
  })

  test('reports each except of a list, with the files that remain readable', async () => {
    const { found, said } = await judged(
      'mode: "644", type: [file], except: [conf/tls/site.key, readme.txt, "bin/*.sh"]',
    )
    expect(found).toEqual(['fail appspec/except-unused', 'fail appspec/except-unused'])
    expect(said).toContain('conf/tls/site.key is not excepted and gets mode 644')
  })
})

test.each([
  'mode: "755", type: [file], except: [readme.txt]',
  'mode: "644", type: [file], pattern: "*.txt"',
  'mode: "755", type: [directory]',
])('permissions that match are not reported: %s', async (permission) => {
  expect(await judged(permission)).toMatchObject({ status: 0, found: [] })
})
