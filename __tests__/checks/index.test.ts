import { readdir } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { CHECKS } from '../../src/checks/index.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { schema, schemaNamedBy } from '../../src/config/schema/index.ts'
import { KINDS } from '../../src/evidence/kind.ts'

const NO_CHECKS = ['common-options.ts', 'contract.ts', 'index.ts']

test('every file of the folder is in the table, under its own name, and nothing else', async () => {
  const entries = await readdir(new URL('../../src/checks', import.meta.url), { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !NO_CHECKS.includes(entry.name)).map(({ name }) => name)
  expect(Object.keys(CHECKS).toSorted()).toEqual(files.map((name) => name.replace(/\.ts$/, '')).toSorted())
  for (const [key, { meta }] of Object.entries(CHECKS)) expect(meta.name).toBe(key)
})

test.each(Object.entries(CHECKS))('%s has a test, a description and a kind', async (key, { meta, shape }) => {
  const files = await readdir(new URL('.', import.meta.url), { recursive: true })
  const own = new RegExp(`^(${key}/)?${key}(\\.process)?\\.test\\.ts$`)
  expect(files.filter((file) => own.test(file))).not.toEqual([])
  expect(meta.docs).toMatch(/^[A-Z].*\.$/)
  expect(KINDS).toContain(meta.kind)
  expect(Object.keys(shape)).toContain(key)
})

test.each(Object.entries(CHECKS))('%s is refused without its key', (key, { shape }) => {
  const missing = z
    .object(shape)
    .safeParse({})
    .error?.issues.map(({ path }) => path.join('.'))
  expect(missing).toContain(key)
})

test('a file is read by the schemas of its checks only', () => {
  const json = JSON.stringify(
    z.toJSONSchema(schemaNamedBy({ verify: [{ http: 'https://x/' }, null, 7] }), {
      io: 'input',
      unrepresentable: 'any',
    }),
  )
  expect(json).toContain('"redirects"')
  expect(json).not.toContain('"junit"')
})

test('the schema of the configuration can be published', () => {
  const json = z.toJSONSchema(schema(), { io: 'input', unrepresentable: 'any' })
  expect(JSON.stringify(json)).toContain('"junit"')
})

test('short and long forms are read', () => {
  const { verify } = readConfig(
    [
      'version: 1',
      'verify:',
      '  - http: "{stack.outputs.Url}/health"',
      '  - { http: { url: "https://x/", status: [200, 3xx, "404-410"], contains: ok, json: { "items[0].name": tea } } }',
      '  - { run: npm test, junit: ["a/*.xml", b.xml], timeout: 15m, steady-for: 1m }',
      '  - { load: { url: "https://x/", rate: 200/s, for: 60s }, pass: { p99: 300ms, errors: 0.1% } }',
      '  - { file: { path: /etc/x, mode: "0640" }, on: hosts, kind: security, dry-run: true }',
    ].join('\n'),
    'file',
  )
  expect(verify[0]?.['http']).toMatchObject({ url: '{stack.outputs.Url}/health', status: ['2xx'], redirects: 0 })
  expect(verify[1]?.['http']).toMatchObject({ status: ['200', '3xx', '404-410'], contains: ['ok'] })
  expect(verify[2]).toMatchObject({ junit: ['a/*.xml', 'b.xml'], timeout: 900_000, 'steady-for': 60_000 })
  expect(verify[3]).toMatchObject({ load: { rate: 200, for: 60_000 }, pass: { p99: 300, errors: 0.001 } })
  expect(verify[4]).toMatchObject({ on: 'hosts', kind: 'security', 'dry-run': true })
})

test.each([
  ['{ http: { url: "https://x", statuz: 3 } }', 'statuz'],
  ['{ http: { url: "https://x", status: 99 } }', 'a status such as 200, 2xx or 200-299'],
  ['{ http: { url: "https://x", matches: "(" } }', 'a regular expression'],
  ['{ http: { url: "https://x", json: { "a..b": 1 } } }', 'a path such as items[0].name'],
  ['{ http: { url: "https://x", within: 5 } }', 'within'],
  ['{ http: { url: "https://x", expect-headers: { a: "/(/" } } }', 'a regular expression between slashes'],
  ['{ run: x, count: 0 }', 'count'],
  ['{ run: x, env: { "A B": y } }', 'env'],
  ['{ load: { url: "https://x", rate: 200/s, for: 60s }, pass: { p98: 3s } }', 'p98'],
  ['{ load: { url: "https://x", rate: 1/h, for: 1s } }', 'at least one request'],
  ['{ load: { rate: 1/s, for: 1s } }', 'expected `url` or `requests`'],
  [
    '{ load: { url: "https://x", requests: [{ url: "https://y" }], rate: 1/s, for: 1s } }',
    'expected `url` or `requests`',
  ],
  ['{ load: { url: "https://x", rate: 1/s } }', 'expected `rate` and `for`, or `steps`'],
  ['{ load: { url: "https://x", rate: 1/s, steps: [{ rate: 1/s, for: 1s }] } }', 'within each of the `steps`'],
  ['{ load: { url: "https://x", rate: 9999/s, for: 10m } }', 'no more than 2000000 requests'],
  ['{ load: { url: "https://x", rate: 1/s, for: 1s }, compare: yesterday }', 'compare'],
  ['{ file: { path: relative } }', 'an absolute path'],
  ['{ file: { path: /x, mode: "999" } }', 'a file mode in quotes'],
  ['{ http: { url: "https://x", json: { id: 9007199254740993 } } }', 'write a longer one in quotes'],
  ['{ tls: x, key: sha256/short }', 'a pin such as sha256/'],
  ['{ tcp: "x:80", state: shut }', 'state'],
  ['{ dns: x, record: ANY }', 'record'],
  ['{ run: x, sarif: a.sarif, sarif-level: fatal }', 'sarif-level'],
  ['{ run: x, ctrf: ../a.json }', 'without ..'],
  ['{ run: x, on: hosts }', 'expected runner for `run`: hosts make the checks http, file, service, tls, tcp'],
  ['{ tcp: "x:80", deployment: app }', 'expected nothing without `on: hosts`'],
  ['{ service: x, address: localhost }', 'an IP address, or *'],
  ['{ htpp: x }', 'htpp'],
  ['{ http: "https://x", phase: later }', 'phase'],
  ['{ run: x, phase: before-traffic }', 'in the job that has the deploy role and could read its credentials'],
  ['{ run: x, phase: during }', 'after-deployment or production for `run`'],
  ['{ released: app, phase: during }', 'after-deployment or production for `released`'],
  ['{ released: [] }', 'at least one'],
  ['{ run: x, phase: after-rollback }', 'after-deployment or production for `run`'],
])('the error in %s is reported', (check, named) => {
  let message = ''
  try {
    readConfig(`version: 1\nverify:\n  - ${check}\n`, 'file')
  } catch (error) {
    const { findings } = error as { findings: { title: string }[] }
    message = findings.map(({ title }) => title).join('\n')
  }
  expect(message).toContain(named)
})
