import { listed } from '../../support/text/text.ts'
import type { Found } from '../found.ts'
import type { PlannedDeployment } from '../plan/planned.ts'
import { shown, type FoundAccount } from './found.ts'
import { filled } from './twins.ts'

/** What the account has and the configuration does not, as sentences with the next step. Pure. */

const MOST_STACKS = 10
const MOST_LISTED = 20

export function accountTodo(
  account: FoundAccount,
  { cdk }: Pick<Found, 'cdk'>,
  name: string,
  deployments: readonly PlannedDeployment[],
): string[] {
  const { facts, stacks, groups, services, words } = account
  const variants = (pattern: string): string[] => [
    pattern,
    ...Object.values(words).map((word) => filled(pattern, word)),
  ]
  // Stacks of the assembly, and what init itself has people deploy.
  const explained = new Set([...(cdk?.stacks ?? []), `${name}-{environment}-roles`].flatMap(variants))
  const missing = stacks.filter((each) => each.template === undefined && !explained.has(each.name))
  const lines = missing.slice(0, MOST_STACKS).map(({ awsName, isJson }) => {
    const [output, ending] = isJson === true ? ['json', 'json'] : ['text', 'yml']
    return `${awsName} is deployed, and no template of the repository has its resources. Where it is part of the release, fetch its template and run init again: aws cloudformation get-template --region ${facts.region} --stack-name ${awsName} --template-stage Original --query TemplateBody --output ${output} > ${awsName}.${ending}`
  })
  if (missing.length > MOST_STACKS)
    lines.push(
      `Fetch the templates of ${missing.length - MOST_STACKS} more stacks in the same way, where they are part of the release: ${listed(
        missing.slice(MOST_STACKS).map(({ awsName }) => awsName),
        MOST_LISTED,
      )}.`,
    )
  const isPlanned = (one: string | undefined, other: string | undefined): boolean =>
    deployments.some(
      ({ application, group, cluster, service }) =>
        (application !== undefined &&
          variants(application).includes(one ?? '') &&
          variants(group ?? '').includes(other ?? '')) ||
        (service !== undefined &&
          variants(cluster ?? '').includes(one ?? '') &&
          variants(service).includes(other ?? '')),
    )
  const left = [...groups, ...services].map(({ names }) => names).filter(([one, other]) => !isPlanned(one, other))
  if (left.length > 0)
    lines.push(
      `Declare under \`deployments\` what of these is part of the release; the repository has no AppSpec or task definition that is theirs: ${listed(
        left.map((names) => shown(names.join(' / '))),
        MOST_LISTED,
      )}.`,
    )
  return lines
}
