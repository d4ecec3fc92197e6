import { isRecord } from '../../support/records.ts'
import type { Found } from '../found.ts'
import type { PlannedCheck, PlannedDeployment, PlannedStack } from './planned.ts'

/** The checks of a release, from addresses in outputs and from tests of package.json. Pure. */

const URLS = /url|endpoint|address/i
/** Scripts of package.json that test a running service, by the kind that they prove. */
const TESTS: readonly (readonly [script: RegExp, kind: string])[] = [
  [/^(test:)?(functional|e2e|end-to-end|smoke|acceptance)$/, 'functional'],
  [/^(test:)?integration$/, 'integration'],
  [/^(test:)?security$/, 'security'],
  [/^(test:)?regression$/, 'regression'],
]

export function checksOf(
  found: Found,
  stacks: readonly PlannedStack[],
  deployments: readonly PlannedDeployment[],
): PlannedCheck[] {
  const health = found.appspecs.find((each) => each.health !== undefined)?.health ?? ''
  const declared = [
    ...found.templates.flatMap(({ id, template }) =>
      stacks.some((stack) => stack.id === id) ? [{ id, outputs: template.outputs }] : [],
    ),
    ...(stacks.some(({ cdk }) => cdk !== undefined) ? (found.cdk?.outputs ?? []) : []),
  ]
  const urls = declared.flatMap(({ id, outputs }) =>
    Object.entries(outputs).flatMap(([output, value]) =>
      URLS.test(output) && isAddress(value) ? [`{stack.${id}.outputs.${output}}`] : [],
    ),
  )
  const [url] = urls
  const tests = Object.keys(found.scripts).flatMap((script) => {
    const kind = TESTS.find(([pattern]) => pattern.test(script))?.[1]
    return kind === undefined ? [] : [{ script, kind }]
  })
  return [
    ...urls.map((each) => ({
      why: 'the service responds, five times, a second apart',
      entry: { http: `${each}${health}`, every: '1s', count: 5 },
    })),
    ...tests.map(({ script, kind }) => ({
      why: `your script ${script} of package.json${url === undefined ? '' : '; it finds the address in URL'}`,
      entry: { name: script, run: `npm run ${script}`, kind, ...(url !== undefined && { env: { URL: url } }) },
    })),
    ...(urls.length === 0 && tests.length === 0 ? localChecks(found, deployments) : []),
  ]
}

/** Where nothing has an address: the hosts ask the service themselves, before they get traffic. */
function localChecks({ appspecs }: Found, deployments: readonly PlannedDeployment[]): PlannedCheck[] {
  const local = appspecs.find((each) => each.local !== undefined)?.local
  if (local === undefined || !deployments.some(({ platform }) => platform === 'server')) return []
  return [
    {
      why: 'each host requests its own service before it receives traffic',
      entry: { http: local, on: 'hosts' },
    },
  ]
}

/** Whether an output is a URL: its text begins with a scheme, or it has none that could be read. */
function isAddress(declared: unknown): boolean {
  const value = isRecord(declared) ? declared['Value'] : undefined
  const text = typeof value === 'string' ? value : isRecord(value) ? JSON.stringify(value) : ''
  return /https?:\/\//.test(text) || (isRecord(value) && 'Fn::GetAtt' in value && /ApiEndpoint|FunctionUrl/.test(text))
}

/** A build that is declared, or that of the CDK or SAM; its output must not be checked in. */
