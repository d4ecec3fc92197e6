import type { DeclaredExport } from '../cloudformation/exports.ts'
import type { Finding } from '../evidence/finding.ts'
import type { EnvironmentFacts, ExportFacts, StackExports } from './contract.ts'

/** Names of exports are unique in an account and region. Pure. */

type NewExport = DeclaredExport & { readonly name: string }

/** The exports that a stack will have and does not have now. */
export function newExports({ declared, exported }: Pick<StackExports, 'declared' | 'exported'>): NewExport[] {
  return declared.filter(
    (each): each is NewExport => each.made === true && each.name !== undefined && !exported.includes(each.name),
  )
}

/** New exports whose name another stack of the account and region has, or gets before. */
export function judgeNewExports(environments: readonly EnvironmentFacts[]): Finding[] {
  const given = new Map<string, { readonly environment: string; readonly stackName: string }>()
  return environments.flatMap(({ environment, exports }) =>
    (exports?.stacks ?? []).flatMap((own) =>
      newExports(own).flatMap(({ name, source }): Finding[] => {
        const place = own.account === undefined ? undefined : JSON.stringify([own.account, environment.region, name])
        const before = place === undefined ? undefined : given.get(place)
        if (place !== undefined) given.set(place, { environment: environment.key, stackName: own.stackName })
        const now = exports && ownerNow(exports, own, name)
        if (now === undefined && before === undefined) return []
        const owner =
          now ?? `${before?.stackName}${before?.environment === environment.key ? '' : ` of ${before?.environment}`}`
        return [
          {
            code: 'exports/taken',
            outcome: 'fail',
            title: `${environment.key}: ${own.stackName} would export ${name}, which ${owner} exports ${now === undefined ? 'before' : 'already'}`,
            subject: `stack/${own.stack}/export/${name}`,
            expected: 'a name that no other stack of the account and region exports',
            observed: `exported by ${owner} in ${own.account === undefined ? '' : `account ${own.account}, `}${environment.region}`,
            advice: `Let the name depend on the stack: \`!Sub "\${AWS::StackName}-\u2026"\`; or deploy ${owner} without the export first.`,
            source,
            details: { environment: environment.key },
          },
        ]
      }),
    ),
  )
}

/** The other stack that has the export when this one is deployed. */
function ownerNow({ exports, stacks }: ExportFacts, own: StackExports, name: string): string | undefined {
  const there = exports.find((each) => each.name === name)
  if (there === undefined) return undefined
  const stackName = /:stack\/([^/]+)\//.exec(there.stackArn)?.[1] ?? there.stackArn
  if (stackName === own.stackName) return undefined
  const earlier = stacks.slice(0, stacks.indexOf(own))
  const isGivenUp = earlier.some(
    (stack) =>
      stack.stackName === stackName && stack.atRisk.some((each) => each.name === name && each.risk === 'removed'),
  )
  return isGivenUp ? undefined : stackName
}
