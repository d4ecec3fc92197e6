import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createHttp2 } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openBench } from '../dist/support/harness.ts'
import { rowsOf, type Row, type Stage } from './row.ts'

/** Checks of `verify`: the responses of a service, a command and a host. */

interface CheckLie {
  /** The response of the service. */
  readonly body?: string
  readonly status?: number
  /** The connection ends in the middle of the response. */
  readonly cut?: boolean
  readonly delayMs?: number
  /** The report that the command writes; none where it is empty. */
  readonly report?: string
  /** The report in CTRF of another command. */
  readonly ctrf?: string
  /** The contents of the file on the host. */
  readonly file?: string
  /** The status of gRPC's health service: 1 is SERVING. */
  readonly serving?: number
  /** The process ID in the file of the service. */
  readonly pid?: string
}

const UP = '{"status":"up"}'
const REPORT = '<testsuite name="s" tests="1"><testcase name="a"/></testsuite>'
const CONFIG = 'version=2\n'
/** A CTRF report of one passed test, with the counts of its summary. */
const summaryOf = (counts: object): string =>
  JSON.stringify({
    results: {
      tool: { name: 'tests' },
      summary: { tests: 1, failed: 0, ...counts },
      tests: [{ name: 'a', status: 'passed', duration: 1 }],
    },
  })

const checks: Stage<CheckLie> = {
  name: 'checks',
  async play(lie = {}) {
    const {
      body = UP,
      status = 200,
      cut = false,
      delayMs = 0,
      report = REPORT,
      ctrf = summaryOf({ passed: 1 }),
      file = CONFIG,
      serving = 1,
      pid = String(process.pid),
    } = lie
    let answered = 0
    const server = createServer((_, response) => {
      answered++
      setTimeout(() => {
        if (!cut) return void response.writeHead(status, { 'content-type': 'application/json' }).end(body)
        response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(body.length + 100) })
        response.write(body, () => response.destroy())
      }, delayMs)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const grpc = createHttp2().on('stream', (stream) => {
      answered++
      stream.on('error', () => undefined)
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
      stream.end(Buffer.from([0, 0, 0, 0, 2, 8, serving]))
    })
    await new Promise<void>((done) => grpc.listen(0, '127.0.0.1', done))
    const bench = await openBench()
    try {
      mkdirSync(join(bench.workspace, 'host/etc'), { recursive: true })
      writeFileSync(join(bench.workspace, 'host/etc/shop.conf'), file)
      writeFileSync(join(bench.workspace, 'made.xml'), report)
      writeFileSync(join(bench.workspace, 'made.json'), ctrf)
      const service = join(bench.workspace, 'host/shop.pid')
      writeFileSync(service, pid)
      const run = report === '' ? 'mkdir out' : 'mkdir out && cp made.xml out/'
      const verify = [
        { name: 'answers', http: { url, status: 200, json: { status: 'up' } } },
        { name: 'tests', run, junit: ['out/*.xml'] },
        { name: 'counted', run: 'mkdir counted && cp made.json counted/', ctrf: ['counted/*.json'] },
        { name: 'holds', load: { url, rate: '20/s', for: '1s', status: 200 }, pass: { p50: '400ms' } },
        { name: 'serves', grpc: `http://127.0.0.1:${(grpc.address() as AddressInfo).port}` },
        { name: 'configured', file: { path: '/etc/shop.conf', root: 'host', contains: ['version=2'] } },
        { name: 'runs', service, by: 'pid-file', started: 'any', settle: '0s' },
      ]
      const config = `version: 1\nverify: ${JSON.stringify(verify)}\n`
      const { evidence, status: ended } = await bench.step({ command: 'verify', config })
      return {
        findings: evidence?.findings ?? [],
        green: ended === 0,
        told: Object.keys(lie).length > 0 && answered > 0 ? 1 : 0,
      }
    } finally {
      await bench.close()
      server.closeAllConnections()
      grpc.close()
      await new Promise((done) => server.close(done))
    }
  },
  close: () => Promise.resolve(),
}

export const CHECKS: readonly Row[] = [
  ...rowsOf(
    checks,
    {
      body: '{"status":"down"}',
      report: REPORT.replace('tests="1"', 'tests="3"'),
      file: 'version=1\n',
      serving: 2,
      pid: '999999999',
    },
    [
      {
        code: 'check/service',
        subject: 'check/runs',
        says: 'the deployment Succeeded',
        truth: 'the process of the service does not run',
      },
      { code: 'check/http', subject: 'check/answers', says: '200', truth: 'the body says that the service is down' },
      {
        code: 'check/run',
        subject: 'check/tests',
        says: 'status 0, and no failure in the report',
        truth: 'two of three counted tests are not listed',
      },
      {
        code: 'check/file',
        subject: 'check/configured',
        says: 'the deployment Succeeded',
        truth: 'the file is of the old version',
      },
      { code: 'check/grpc', subject: 'check/serves', says: 'the status OK', truth: 'the service is NOT_SERVING' },
    ],
  ),
  ...rowsOf(checks, { cut: true, report: '<testsuite name="s" tests="0"/>' }, [
    {
      code: 'check/http',
      subject: 'check/answers',
      says: '200, and a body that is what is expected',
      truth: 'the answer was cut',
    },
    { code: 'check/load', subject: 'check/holds', says: '200 to each request', truth: 'each answer was cut' },
    { code: 'check/run', subject: 'check/tests', says: 'status 0', truth: 'no test ran' },
  ]),
  ...rowsOf(checks, { delayMs: 1_000, report: '' }, [
    {
      code: 'check/load',
      subject: 'check/holds',
      says: '200 to each request',
      truth: 'each took more than is allowed',
    },
    { code: 'check/run', subject: 'check/tests', says: 'status 0', truth: 'there is no report' },
  ]),
  ...rowsOf(checks, { ctrf: summaryOf({ passed: 1, other: 1 }) }, [
    {
      code: 'check/run',
      subject: 'check/counted',
      says: 'status 0, and a passed test in the report',
      truth: 'the summary counts a test of another status, which is not listed',
    },
  ]),
  ...rowsOf(checks, { status: 204, body: '' }, [
    { code: 'check/http', subject: 'check/answers', says: '204', truth: 'there is no content' },
    { code: 'check/load', subject: 'check/holds', says: '204 to each request', truth: 'there is no content' },
  ]),
]
