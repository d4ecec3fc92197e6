import type { Unreadable } from './report.ts'
import { elementNames, type XmlNode } from './xml.ts'

/** What is found in place of a JUnit report. */

const BY_TRX =
  'Let the tests write a JUnit report, or the report of Visual Studio for `trx`: `dotnet test --logger trx`.'
const ONLY_TESTS = 'Give a glob that matches the reports of tests only.'

/** By root element: whose form it is, and how to get a JUnit report. */
const BY_ROOT: Readonly<Record<string, readonly [problem: string, advice: string]>> = {
  'test-results': ['it is a report of NUnit 2', BY_TRX],
  'test-run': ['it is a report of NUnit 3', BY_TRX],
  assemblies: ['it is a report of xUnit.net', BY_TRX],
  assembly: ['it is a report of xUnit.net', BY_TRX],
  TestRun: ['it is a report of Visual Studio', 'Name it in `trx` in place of `junit`.'],
  'testng-results': [
    'it is a report of TestNG',
    'Take the JUnit reports that TestNG writes beside it, below `junitreports`.',
  ],
  robot: ['it is a report of Robot Framework', 'Let it write a JUnit report, too: `robot --xunit FILE`.'],
  TestLog: ['it is a log of Boost.Test', 'Let it write a JUnit report: `--log_format=JUNIT`.'],
  Site: ['it is a report for CDash', 'Let CTest write a JUnit report: `ctest --output-junit FILE`.'],
  checkstyle: ['it is a report of Checkstyle, not of tests', ONLY_TESTS],
  coverage: ['it is a report of coverage, not of tests', ONLY_TESTS],
  html: ['it is a page, not a report of tests', ONLY_TESTS],
}

/** What has neither testsuites nor testsuite. */
export function otherRoot(root: XmlNode): Unreadable {
  const [name = ''] = elementNames(root)
  const known = Object.hasOwn(BY_ROOT, name) ? BY_ROOT[name] : undefined
  if (known) return { problem: known[0], advice: known[1] }
  return {
    problem: `it has neither testsuites nor testsuite${name === '' ? '' : `, but <${name}>`}`,
    advice: 'Let the tests write a JUnit report, or give a glob that matches the JUnit reports only.',
  }
}

/** What is no XML at all; undefined where it may be. */
export function otherText(bytes: Uint8Array): Unreadable | undefined {
  const start = Buffer.from(bytes.subarray(0, 200))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (start === '') return bytes.length > 0 ? undefined : { problem: 'it is empty' }
  if (/^[[{]/.test(start))
    return {
      problem: 'it is JSON, not XML',
      advice: 'Let the tests write a JUnit report, or name a report of CTRF in `ctrf` in place of `junit`.',
    }
  if (/^(TAP version|1\.\.\d|ok\b|not ok\b)/.test(start))
    return { problem: 'it is TAP, not XML', advice: 'Name it in `tap` in place of `junit`.' }
  return undefined
}
