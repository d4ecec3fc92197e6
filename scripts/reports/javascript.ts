import type { Recipe } from './contract.ts'

/** Producers that npm installs. Tests are written for describe and test of each. */

type Cases = Recipe['cases']

interface Style {
  readonly file: string
  /** Stands before the tests. */
  readonly head: string
  readonly test: string
  readonly skip: string
  readonly assertion: string
}

/** The same project for each runner. `names` of failing tests differ in how reports write them. */
function projects({ file, head, test, skip, assertion }: Style, failing: string, more: Partial<Cases> = {}): Cases {
  const suite = (...tests: readonly string[]): Record<string, string> => ({
    [file]: `${head}\ndescribe('orders', () => {\n${tests.join('\n')}\n})\n`,
  })
  const adds = `  ${test}('adds & <counts>', () => {})`
  return {
    green: { files: suite(adds, `  ${test}('removes', () => {})`), outcome: 'pass' },
    failing: {
      files: suite(adds, `  ${test}('removes', () => { ${assertion} })`),
      outcome: 'fail',
      failing: [failing],
    },
    skipped: { files: suite(`  ${skip}('adds', () => {})`, `  ${skip}('removes', () => {})`), outcome: 'fail' },
    empty: { files: { [file]: `${head}\n` }, outcome: 'fail' },
    broken: { files: { [file]: `${head}\ndescribe('orders', () => {\n` }, outcome: 'fail' },
    ...more,
  }
}

const JEST: Style = {
  file: 'orders.test.js',
  head: '',
  test: 'test',
  skip: 'test.skip',
  assertion: 'expect(2).toBe(3)',
}
const ASSERT = "const assert = require('node:assert')"
const MOCHA: Style = { ...JEST, head: ASSERT, test: 'it', skip: 'it.skip', assertion: 'assert.strictEqual(2, 3)' }
const NODE: Style = {
  ...JEST,
  head: `${ASSERT}\nconst { describe, it } = require('node:test')`,
  test: 'it',
  skip: 'it.skip',
  assertion: 'assert.strictEqual(2, 3)',
}
const VITEST: Style = {
  ...JEST,
  file: 'orders.test.mjs',
  head: "import { describe, expect, test } from 'vitest'",
}
const PLAYWRIGHT: Style = {
  ...JEST,
  file: 'orders.spec.js',
  head: "const { test, expect } = require('@playwright/test')\nconst { describe } = test",
}

const jest = (config: string, flags = ''): string =>
  `echo '${config}' > jest.config.json; jest ${flags} -c jest.config.json`
const JEST_VERSION = 'jest --version'
const MOCHA_VERSION = 'mocha --version'
/** A hook of a suite fails: mocha reports neither its tests nor a case for it in the xunit form. */
const BEFORE_HOOK = {
  'orders.test.js':
    "describe('orders', () => { before(() => { throw new Error('no database') }); it('adds', () => {}) })\n",
}
const FLAKY_ONCE =
  "import { expect, test } from 'vitest'\nlet tries = 0\ntest('adds', { retry: 2 }, () => { expect(++tries).toBe(2) })\n"

export const JAVASCRIPT: readonly Recipe[] = [
  {
    producer: 'jest-junit',
    format: 'junit',
    version: JEST_VERSION,
    command: jest('{"reporters":["jest-junit"]}'),
    report: 'junit.xml',
    cases: projects(JEST, 'orders removes'),
  },
  {
    producer: 'jest-ctrf',
    format: 'ctrf',
    version: JEST_VERSION,
    command: jest('{"reporters":["jest-ctrf-json-reporter"]}'),
    report: 'ctrf/ctrf-report.json',
    cases: projects(JEST, 'orders removes', {
      flaky: {
        files: {
          'orders.test.js': "jest.retryTimes(2)\nlet tries = 0\ntest('adds', () => { expect(++tries).toBe(2) })\n",
        },
        outcome: 'pass',
        flaky: ['adds'],
      },
    }),
  },
  {
    producer: 'jest-trx',
    format: 'trx',
    version: JEST_VERSION,
    command: jest('{"reporters":[["jest-trx-results-processor",{"outputFile":"jest.trx"}]]}'),
    report: 'jest.trx',
    cases: projects(JEST, 'orders / removes'),
  },
  {
    producer: 'mocha-xunit',
    format: 'junit',
    version: MOCHA_VERSION,
    command: 'mocha --reporter xunit --reporter-option output=xunit.xml "*.test.js"',
    report: 'xunit.xml',
    cases: { ...projects(MOCHA, 'removes'), broken: { files: BEFORE_HOOK, outcome: 'fail' } },
  },
  {
    producer: 'mocha-tap',
    format: 'tap',
    version: MOCHA_VERSION,
    command: 'mocha --reporter tap --reporter-option tapVersion=13 "*.test.js" > mocha.tap',
    report: 'mocha.tap',
    cases: {
      ...projects(MOCHA, 'orders removes'),
      broken: { files: BEFORE_HOOK, outcome: 'fail', failing: ['orders "before all" hook for "adds"'] },
    },
  },
  {
    producer: 'mocha-ctrf',
    format: 'ctrf',
    version: MOCHA_VERSION,
    command: 'mocha --reporter mocha-ctrf-json-reporter "*.test.js"',
    report: 'ctrf/ctrf-report.json',
    cases: projects(MOCHA, 'orders removes'),
  },
  {
    producer: 'vitest-junit',
    format: 'junit',
    version: 'vitest --version',
    command: 'vitest run --reporter=junit --outputFile=vitest.xml',
    report: 'vitest.xml',
    cases: projects(VITEST, 'orders > removes', {
      flaky: { files: { 'orders.test.mjs': FLAKY_ONCE }, outcome: 'pass' },
    }),
  },
  {
    producer: 'vitest-tap',
    format: 'tap',
    version: 'vitest --version',
    command: 'vitest run --reporter=tap > vitest.tap',
    report: 'vitest.tap',
    cases: projects(VITEST, 'removes'),
  },
  {
    producer: 'node-junit',
    format: 'junit',
    version: 'node --version',
    command: 'node --test --test-reporter=junit --test-reporter-destination=node.xml',
    report: 'node.xml',
    cases: projects(NODE, 'removes'),
  },
  {
    producer: 'node-tap',
    format: 'tap',
    version: 'node --version',
    command: 'node --test --test-reporter=tap --test-reporter-destination=node.tap',
    report: 'node.tap',
    cases: projects(NODE, 'removes'),
  },
  {
    producer: 'tap',
    format: 'tap',
    version: 'echo tap 21.8.0',
    command: 'tap run --disable-coverage --allow-empty-coverage --reporter=tap orders.test.js > out.tap',
    report: 'out.tap',
    cases: {
      green: {
        files: tapFile("t.test('adds', async t => t.equal(1, 1)); t.test('removes', async t => t.ok(true))"),
        outcome: 'pass',
      },
      failing: {
        files: tapFile(
          "t.test('adds', async t => t.equal(1, 1)); t.test('removes', async t => t.equal(2, 3, 'two is three'))",
        ),
        outcome: 'fail',
        failing: ['two is three'],
      },
      skipped: { files: tapFile("t.test('adds', { skip: 'later' }, async t => t.equal(1, 1))"), outcome: 'fail' },
      empty: { files: tapFile(''), outcome: 'fail' },
      broken: {
        files: tapFile("t.test('adds', async t => t.equal(1, 1)); t.bailout('no database')"),
        outcome: 'inconclusive',
      },
    },
  },
  {
    producer: 'playwright-junit',
    format: 'junit',
    version: 'playwright --version',
    command: 'PLAYWRIGHT_JUNIT_OUTPUT_NAME=pw.xml playwright test --retries=1 --reporter=junit',
    report: 'pw.xml',
    cases: projects(PLAYWRIGHT, 'removes'),
  },
  {
    producer: 'playwright-ctrf',
    format: 'ctrf',
    version: 'playwright --version',
    command: 'playwright test --retries=1 --reporter=playwright-ctrf-json-reporter',
    report: 'ctrf/ctrf-report.json',
    cases: projects(PLAYWRIGHT, 'removes', {
      flaky: {
        files: {
          'orders.spec.js':
            "const { test, expect } = require('@playwright/test')\ntest('adds', ({}, info) => { expect(info.retry).toBe(1) })\n",
        },
        outcome: 'pass',
        flaky: ['adds'],
      },
    }),
  },
  {
    producer: 'eslint-sarif',
    format: 'sarif',
    version: 'eslint --version',
    command: 'eslint . -f @microsoft/eslint-formatter-sarif -o eslint.sarif',
    report: 'eslint.sarif',
    common: {
      'eslint.config.mjs': "export default [{ files: ['*.js'], rules: { 'no-undef': 'error', 'no-var': 'warn' } }]\n",
    },
    cases: {
      green: { files: { 'a.js': 'let a = 1\nexport { a }\n' }, outcome: 'pass' },
      failing: { files: { 'a.js': 'var a = b\nexport { a }\n' }, outcome: 'fail', failing: ['no-var', 'no-undef'] },
      skipped: {
        files: { 'a.js': 'let a = b // eslint-disable-line no-undef -- known\nexport { a }\n' },
        outcome: 'pass',
      },
      broken: { files: { 'a.js': 'let a = {\n' }, outcome: 'inconclusive' },
    },
  },
]

function tapFile(body: string): Record<string, string> {
  return { 'orders.test.js': `const t = require('tap')\n${body}\n` }
}
