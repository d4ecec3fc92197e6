import type { LookUps } from '../../aws/clients/look-ups.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, missing, notReturned, unusable } from './outcomes.ts'

/** The most values that a filter of DescribeParameters takes. */
const MOST_NAMES = 50
/** Parameter Store keeps this number of versions. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const KEPT_VERSIONS = 100

/** A parameter, with the version that a dynamic reference pins: `/shop/size:3`. */
export interface Parameter extends Target {
  readonly kind: 'parameter'
  readonly name: string
  readonly version?: number
}

/** Looks parameters up without reading their values. */
export async function lookUpParameters(
  ssm: Awaited<ReturnType<LookUps['parameters']>>,
  parameters: readonly Parameter[],
  answer: (target: Target, answer: LookedUp) => void,
): Promise<void> {
  const names = [...new Set(parameters.map(({ name }) => name))]
  const latest = new Map<string, number | undefined>()
  for (let from = 0; from < names.length; from += MOST_NAMES) {
    const Values = names.slice(from, from + MOST_NAMES)
    const pages = pagesOf('NextToken', (next) =>
      ssm.describeParameters({
        ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values }],
        MaxResults: MOST_NAMES,
        ...next,
      }),
    )
    for await (const page of pages) {
      for (const { Name, Version } of page.Parameters ?? []) if (Name !== undefined) latest.set(Name, Version)
    }
  }
  for (const parameter of parameters) answer(parameter, answerOf(parameter, latest))
}

function answerOf(parameter: Parameter, latest: ReadonlyMap<string, number | undefined>): LookedUp {
  const { name, version } = parameter
  if (!latest.has(name)) return missing(`no parameter ${name}`, createOrCorrect('parameter', parameter))
  const newest = latest.get(name)
  if (version === undefined) return { state: 'found', ...(newest !== undefined && { note: `version ${newest}` }) }
  if (newest === undefined) {
    return notReturned(`the newest version of ${name} is unknown`)
  }
  if (version > newest) {
    return missing(
      `version ${newest} is the newest of ${name}`,
      `Put version ${version} of ${name}, or refer to one that exists.`,
    )
  }
  if (version <= newest - KEPT_VERSIONS) {
    return unusable(
      `one of the ${KEPT_VERSIONS} newest versions`,
      `version ${newest} is the newest of ${name}, and ${version} is no longer kept unless it has a label`,
      `Refer to version ${newest} of ${name}.`,
    )
  }
  return { state: 'found', note: `version ${version} of ${newest}` }
}

/** A secret by its name or ARN; a dynamic reference to one that is scheduled for deletion fails. */
export function lookUpSecret(secrets: Awaited<ReturnType<LookUps['secrets']>>, target: Target): Promise<LookedUp> {
  return absentBy(
    ['ResourceNotFoundException'],
    async () => {
      const { ARN: arn, DeletedDate: deleted } = await secrets.describeSecret({ SecretId: target.id })
      if (deleted === undefined && arn === undefined) return notReturned(`the ARN of ${target.id} is unknown`)
      return deleted === undefined
        ? { state: 'found' }
        : unusable(
            'a secret that can be read',
            `scheduled for deletion on ${deleted.toISOString().slice(0, 10)}`,
            `Restore it: \`aws secretsmanager restore-secret --secret-id ${target.id}\`.`,
          )
    },
    () => missing(`no secret ${target.id}`, createOrCorrect('secret', target)),
  )
}
