import { z } from 'zod'
import { lazy } from '../../support/lazy.ts'
import { duration } from '../../support/option-types.ts'
import { KINDS } from '../../evidence/kind.ts'
import { calendar } from '../model/sections/gate.ts'
import { reviewers } from '../model/sections/reviewers.ts'
import { readYaml } from './file.ts'
import type { Config } from './index.ts'

/** What the owner of a workflow demands of every repository that calls it. */
const floorSchema = lazy(() =>
  z.strictObject({
    reviewers: reviewers.optional(),
    require: z.array(z.enum(KINDS)).optional(),
    'evidence-younger-than': duration.optional(),
    calendar: calendar().optional(),
    'preprod-approval': z.literal('required').optional(),
    'break-glass': z.literal('forbidden').optional(),
  }),
)

export type Floor = z.output<ReturnType<typeof floorSchema>>

/** Reads the input `floor`. Throws `config/input` with all mistakes. */
export function readFloor(yaml: string | undefined): Floor | undefined {
  return yaml === undefined ? undefined : readYaml(yaml, { file: 'floor', code: 'config/input' }, floorSchema())
}

/** A rule of the configuration that is weaker than the floor. */
export interface Raised {
  readonly path: string
  readonly configured: string
  readonly floor: string
}

type Reviewers = Config['gate']['reviewers']

/** The stricter of configuration and floor, rule by rule, and what was raised. Pure. */
export function applyFloor(
  config: Config,
  floor: Floor | undefined,
): { readonly config: Config; readonly raised: readonly Raised[] } {
  if (floor === undefined) return { config, raised: [] }
  const raised: Raised[] = []
  const raise = (path: string, configured: unknown, demanded: unknown): void => {
    raised.push({ path, configured: show(configured), floor: show(demanded) })
  }
  const strict = (path: string, own: Reviewers): Reviewers => {
    const { reviewers: least } = floor
    if (least === undefined) return own
    if (own['at-least'] < least['at-least']) raise(`${path}.at-least`, own['at-least'], least['at-least'])
    const missing = least.not.filter((who) => !own.not.includes(who))
    if (missing.length > 0) raise(`${path}.not`, own.not, least.not)
    const always = least.digest === 'always' && own.digest !== 'always'
    if (always) raise(`${path}.digest`, own.digest, least.digest)
    return {
      'at-least': Math.max(own['at-least'], least['at-least']),
      not: [...own.not, ...missing],
      digest: always ? 'always' : own.digest,
    }
  }
  const { gate, environments } = config
  const declared = environments.preprod.approval
  let approval = declared
  if (!('none' in declared)) approval = strict('environments.preprod.approval', declared)
  else if (floor['preprod-approval'] === 'required') {
    raise('environments.preprod.approval', declared, 'required')
    approval = floor.reviewers ?? reviewers.parse({})
  }
  const configured = config.verify.length === 0 ? [] : undefined
  const lacking = (floor.require ?? []).filter((kind) => !(gate.require ?? configured ?? []).includes(kind))
  if (lacking.length > 0 && gate.require !== undefined) raise('gate.require', gate.require, floor.require)
  const age = Math.min(gate['evidence-younger-than'], floor['evidence-younger-than'] ?? Number.POSITIVE_INFINITY)
  if (age < gate['evidence-younger-than'])
    raise('gate.evidence-younger-than', `${gate['evidence-younger-than'] / 60_000} min`, `${age / 60_000} min`)
  return {
    config: {
      ...config,
      environments: { ...environments, preprod: { ...environments.preprod, approval } },
      gate: {
        ...gate,
        reviewers: strict('gate.reviewers', gate.reviewers),
        'evidence-younger-than': age,
        ...(gate.require !== undefined && { require: [...gate.require, ...lacking] }),
      },
    },
    raised,
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
