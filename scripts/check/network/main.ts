/**
 * A whole release behind a company's proxy: each step with dist/ runs in a network namespace that reaches nothing but the
 * proxy, which asks for a password and ends TLS with an authority of its own. The services have AWS's and GitHub's own
 * host names.
 *
 *   npm run check:network -- [--repo DIR]
 *
 * Exits 1 where the release does not pass, where a step reaches anything else, and where docs/network.md does not list a
 * host that the proxy was asked for. Skipped, with the reason, where this machine has no network namespaces.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startHttpsFront } from '../../../__tests__/sandbox/github/https-front.ts'
import { createFromRepository } from '../../../rehearsal/repository/from-repository.ts'
import { keepNothing } from '../../../rehearsal/output/keep.ts'
import { play } from '../../../rehearsal/play.ts'
import { runStep } from '../../../rehearsal/runner/step.ts'
import { verdictOfAll } from '../../../rehearsal/output/summary.ts'
import { createTerminal } from '../../../rehearsal/output/terminal.ts'
import { openNamespace, whyNoNamespace } from './namespace.ts'

const PROJECT = resolve(import.meta.dirname, '../../..')
const REGION = 'eu-west-1'
const SERVER = 'https://github.com'
const API = 'https://api.github.com'
const ACTIONS = 'https://run-actions-1.actions.githubusercontent.com'
const BLOBS = 'https://productionresultssa0.blob.core.windows.net'
const ISSUER = 'https://token.actions.githubusercontent.com'
const AWS = [
  `*.s3.${REGION}.amazonaws.com`,
  `*.${REGION}.amazonaws.com`,
  '*.us-east-1.amazonaws.com',
  '*.amazonaws.com',
]
const GITHUB = ['api.github.com', '*.actions.githubusercontent.com', '*.blob.core.windows.net']
const PASSWORD = 'opensesame-of-the-proxy'

const { values } = parseArgs({ options: { repo: { type: 'string', default: join(PROJECT, 'examples/lambda') } } })
const why = whyNoNamespace()
if (why === undefined) process.exitCode = await check(values.repo)
else process.stdout.write(`check:network is skipped: this machine has no network namespaces: ${why}\n`)

async function check(folder: string): Promise<number> {
  const terminal = createTerminal(process.stdout, process.env)
  const made = await createFromRepository({ project: PROJECT, folder, terminal, issuer: ISSUER })
  const { world } = made
  const { url, serverUrl, issuerUrl } = world.github
  const targets = {
    ...Object.fromEntries(AWS.map((host) => [host, world.awsUrl])),
    ...Object.fromEntries(GITHUB.map((host) => [host, url])),
    [new URL(ISSUER).host]: issuerUrl,
  }
  /** What the sandbox says about itself, as AWS and GitHub say it. */
  const publicUrls = (text: string): string =>
    text
      .replaceAll(issuerUrl, ISSUER)
      .replaceAll(serverUrl, SERVER)
      .replaceAll(new RegExp(`${url}(?=/blobs?/)`, 'g'), BLOBS)
      .replaceAll(`${url}/idtoken`, `${ACTIONS}/idtoken`)
      .replaceAll(url, API)
  const front = await startHttpsFront(targets, publicUrls)
  const clock = Number(world.clientVariables['SANDBOX_CLOCK'])
  const proxyPort = Number(new URL(front.url).port)
  const network = await openNamespace([proxyPort, clock])
  const authority = join(world.root, 'company.pem')
  writeFileSync(authority, front.certificate)
  const problems: string[] = []
  try {
    const reached = probe(network, [
      new URL(world.awsUrl).host,
      new URL(url).host,
      '192.0.2.1:443',
      `127.0.0.1:${proxyPort}`,
    ])
    for (const line of reached) terminal.line(`  in the namespace: ${line}`)
    if (reached.filter((line) => line.endsWith(' reached')).length !== 1)
      problems.push('the namespace reaches more than the proxy')

    const played = await play({
      terminal,
      keeper: keepNothing,
      yes: true,
      project: PROJECT,
      world,
      cancelled: new AbortController().signal,
      runStep: (action, inputs, job, options) => {
        const env = {
          ...job.env,
          AWS_ENDPOINT_URL: '',
          GITHUB_API_URL: API,
          GITHUB_SERVER_URL: SERVER,
          ...Object.fromEntries(
            Object.entries(job.env)
              .filter(([name]) => name.startsWith('ACTIONS_'))
              .map(([name, value]) => [name, name === 'ACTIONS_RESULTS_URL' ? `${ACTIONS}/` : publicUrls(value)]),
          ),
          HTTPS_PROXY: front.url.replace('//', `//runner:${PASSWORD}@`),
          NODE_EXTRA_CA_CERTS: authority,
        }
        return runStep(
          { ...action, main: network.main },
          inputs,
          { ...job, env: network.variables(action.main, env) },
          options,
        )
      },
    })
    if (verdictOfAll(played) !== 'pass') problems.push('the release did not pass')
    if (terminal.log.some((line) => line.includes(PASSWORD))) problems.push("the log has the proxy's password")
    const seen = [...new Set(front.hosts)].toSorted()
    const listed = listedHosts()
    for (const host of seen) {
      const known = listed.some((pattern) => pattern.test(host))
      terminal.line(
        `  ${String(front.hosts.filter((each) => each === host).length).padStart(5)}  ${host}${known ? '' : '  not in docs/network.md'}`,
      )
      if (!known) problems.push(`docs/network.md does not list ${host}`)
    }
    terminal.line(`${front.hosts.length} connections through the proxy, to ${seen.length} hosts`)
  } finally {
    await network.close()
    await front.close()
    await made.stop()
  }
  for (const problem of problems) terminal.line(`wrong: ${problem}`)
  return problems.length === 0 ? 0 : 1
}

/** The lines of a probe of these addresses in the namespace. */
function probe(network: Awaited<ReturnType<typeof openNamespace>>, addresses: readonly string[]): string[] {
  const env = network.variables(join(PROJECT, 'scripts/check/network/probe.ts'), {
    PATH: process.env['PATH'] ?? '',
    PROBE: JSON.stringify(addresses),
  })
  return spawnSync(process.execPath, [network.main], { env, encoding: 'utf8' }).stdout.trim().split('\n')
}

/** The hosts in the table of docs/network.md, as expressions. */
function listedHosts(): RegExp[] {
  const hosts = [...readFileSync(join(PROJECT, 'docs/network.md'), 'utf8').matchAll(/`([\w.*-]+\.(?:com|net))`/g)]
  return hosts.map(([, host = '']) => {
    const pattern = host
      .replaceAll('.', String.raw`\.`)
      .replace('REGION', '[a-z0-9-]+')
      .replace('*', '[a-z0-9-]+')
    return new RegExp(`^${pattern}$`)
  })
}
