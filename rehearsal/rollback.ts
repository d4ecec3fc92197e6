import type { Measurement } from '../src/evidence/document.ts'
import { TIME_TO_RECOVER } from '../src/evidence/recovery.ts'
import { plural } from '../src/support/text/text.ts'
import type { Platform } from './contract.ts'
import type { StepRecord } from './play.ts'
import type { Terminal } from './output/terminal.ts'
import type { Repository } from './workspace.ts'

const OLD_SHOP = `  - name: version 1.4.0 lists the order that this release took
    kind: recovery
    phase: after-rollback
    http: { url: '{stack.web.outputs.Url}/orders', within: 2s, json: { 'orders[0].item': tea } }
    every: 300ms
    count: 5
`

/** The hook of ValidateService of the release creates an order in pre-prod, which the previous version must read. */
function placeOrder(repository: Repository): void {
  const order = "method: 'POST', body: JSON.stringify({ item: 'tea', quantity: 1 })"
  repository.edit(
    'app/hooks/validate',
    '      process.exit(0)\n',
    `      if (environment === 'preprod') await fetch(\`\${url}/orders\`, { ${order} })\n      process.exit(0)\n`,
  )
}

/** The shop with a rehearsal of its rollback: deployment and stack are rolled back on pre-prod, and deployed again. */
export function withRollback(platform: Platform | undefined): Platform {
  const story = 'On pre-prod the release goes back to version 1.4.0, is checked, and comes again.'
  return {
    ...platform,
    name: platform?.name ?? 'server',
    story: platform === undefined ? story : `${platform.story} ${story}`,
    files(repository) {
      platform?.files(repository)
      if (platform?.oldVersion === undefined) placeOrder(repository)
      repository.edit(
        '.github/test-deployments.yml',
        'verify:\n',
        `rehearse-rollback: { deployments: true, stacks: true, invocations: true }
verify:
${platform?.oldVersion ?? OLD_SHOP}`,
      )
    },
  }
}

/** Stages of the rollback, with their requests. */
export interface Stage {
  readonly name: string
  readonly requests: number
  readonly failed: number
  /** `app 4.2 s`, of each part. */
  readonly took: readonly string[]
}

const REQUESTS = /^rollback\/\w+\/(.+)$/
const STAGE = 'stage: '

/** Pure: the stages that deployments recorded, in their order. */
export function stagesOf(measurements: readonly Measurement[]): Stage[] {
  const names = measurements.flatMap(({ name, subject }) =>
    name === 'requests' ? (REQUESTS.exec(subject ?? '')?.slice(1) ?? []) : [],
  )
  // Without any possible request, the stages still have a duration.
  names.push(...measurements.flatMap(({ name }) => (name.startsWith(STAGE) ? name.slice(STAGE.length) : [])))
  return [...new Set(names)].map((stage) => {
    const count = (what: string): number =>
      measurements.find(({ name, subject }) => name === what && REQUESTS.exec(subject ?? '')?.[1] === stage)?.value ?? 0
    const took = measurements.flatMap(({ name, subject = '', value }) =>
      name === `${STAGE}${stage}` ? [`${subject} ${value} s`] : [],
    )
    return { name: stage, requests: count('requests'), failed: count('failed requests'), took }
  })
}

/** Prints the stages, the requests of each, and the time to recover. */
export function showRollback(terminal: Terminal, { steps }: { readonly steps: readonly StepRecord[] }): void {
  const measurements = steps.flatMap(({ evidence }) => evidence?.measurements ?? [])
  const stages = stagesOf(measurements)
  terminal.heading('The way back, rehearsed on pre-prod')
  if (stages.length === 0) terminal.line('  not walked')
  const width = Math.max(0, ...stages.map(({ name }) => name.length))
  for (const { name, requests, failed, took } of stages) {
    const served =
      requests === 0 ? 'no request' : `${requests - failed} of ${plural(requests, 'request')} served, ${failed} failed`
    terminal.line(`  ${name.padEnd(width)}  ${served}${took.length === 0 ? '' : `  (${took.join(', ')})`}`)
  }
  for (const { name, subject, value } of measurements) {
    if (name === TIME_TO_RECOVER) terminal.line(`  ${name}  ${subject ?? ''}  ${value} s`)
  }
}
