import { slotPath } from '../../evidence/chain.ts'
import type { Evidence } from '../../evidence/document.ts'
import type { Finding, Json } from '../../evidence/finding.ts'
import { blocking, verdictOf } from '../../evidence/verdict.ts'
import type { GateFacts, GateRule } from './contract.ts'

/** Steps whose evidence every release needs, and for which environments. */
const STEPS = [
  { command: 'precheck', environments: ['preprod', 'production'] },
  { command: 'deploy-preprod', environments: ['preprod'] },
] as const
/** The phase of a document whose step was not limited by `only`. */
const EVERYTHING = ''
const RUN_AGAIN = 'Run the whole release again, with every job named in `needs`.'

export const rule: GateRule = {
  meta: {
    code: 'evidence-complete',
    title: 'Every step of the release left evidence that passed, and every required kind of check did.',
    docs: 'Precheck, the deployment to pre-prod and each configured check must have passed for this very release. `gate.require` names kinds of checks; without it those that are configured are required. A release without any check is let through only by `require: []`.',
    codes: ['gate/step-missing', 'gate/check-missing', 'gate/kind-missing', 'gate/no-checks', 'gate/evidence-complete'],
  },
  judge(facts) {
    const missing = [...missingSteps(facts), ...missingChecks(facts), ...missingKinds(facts)]
    if (missing.length > 0) return missing.filter((finding) => !followsFromChain(finding, facts))
    const kinds = [...new Set(passedChecks(facts).map(({ kind }) => kind))]
    return [
      {
        code: 'gate/evidence-complete',
        outcome: 'pass',
        title: 'the evidence is complete',
        subject: 'release',
        expected: [...STEPS.map(({ command }) => command), ...requiredKinds(facts)].join(', '),
        observed: [...STEPS.map(({ command }) => command), ...kinds].join(', '),
      },
    ]
  },
}

function missingSteps(facts: GateFacts): Finding[] {
  const seen = facts.chain.links.map(({ evidence }) => slotPath(evidence.slot)).join(', ')
  return STEPS.flatMap(({ command, environments }) =>
    environments.flatMap((environment): Finding[] => {
      const lack = lackOf(facts, command, environment)
      if (lack === undefined) return []
      return [
        {
          code: 'gate/step-missing',
          outcome: 'fail',
          title: `the evidence of ${command} for ${environment} is not complete: ${lack}`,
          subject: `evidence/${command}/${environment}`,
          expected: `passing evidence of ${command} for ${environment}, about this release`,
          observed: seen || 'no valid evidence',
          advice: RUN_AGAIN,
        },
      ]
    }),
  )
}

/**
 * Evidence that was found and refused is missing too: its own finding blocks and says why, so that those which only
 * follow from it need not be read.
 */
function followsFromChain({ code, subject }: Finding, { chain }: GateFacts): boolean {
  const refused = blocking(chain.findings).map((finding) => `${finding.subject}/`)
  const step = code === 'gate/step-missing' ? subject.split('/').slice(0, 2).join('/') : 'evidence/verify'
  return refused.some((path) => path.startsWith(`${step}/`))
}

/** What is missing of a step; undefined where its documents cover everything. */
function lackOf({ chain, parts }: GateFacts, command: string, environment: string): string | undefined {
  const documents = chain.links
    .map(({ evidence }) => evidence)
    .filter(({ slot, findings }) => slot.command === command && verdictOf(findings) === 'pass')
    .filter(({ slot }) => slot.environment === environment || slot.environment === 'all')
  if (documents.length === 0) return 'there is none'
  const phases = new Map<string, Evidence[]>()
  for (const document of documents) {
    const phase = document.slot.phase ?? EVERYTHING
    phases.set(phase, [...(phases.get(phase) ?? []), document])
  }
  const whole = [...phases].filter(([, members]) => missingShard(members) === undefined).map(([phase]) => phase)
  if (whole.includes(EVERYTHING)) return undefined
  const covered = new Set(whole.flatMap((phase) => phase.split('+')))
  const uncovered = parts.filter((part) => !covered.has(part))
  if (parts.length > 0 && uncovered.length === 0) return undefined
  const shard = [...phases.values()].map(missingShard).find((missing) => missing !== undefined)
  return shard === undefined ? `${uncovered.join(', ') || 'everything'} is missing` : `part ${shard} is missing`
}

/** The first part of a fleet that has no document, `3/5`; undefined where the parts are all there, or it was not parted. */
function missingShard(documents: readonly Evidence[]): string | undefined {
  const shards = documents.map(({ slot }) => slot.shard)
  if (shards.includes(undefined)) return undefined
  const of = Math.max(...shards.map((shard) => Number(shard?.split('/')[1])))
  if (!Number.isSafeInteger(of)) return 'unknown'
  return Array.from({ length: of }, (_, index) => `${index + 1}/${of}`).find((shard) => !shards.includes(shard))
}

function missingChecks(facts: GateFacts): Finding[] {
  const passed = new Set(passedChecks(facts).map(({ name }) => name))
  return facts.checks
    .filter(({ name, dryRun }) => !dryRun && !passed.has(name))
    .map(({ name, kind }) => ({
      code: 'gate/check-missing',
      outcome: 'fail',
      title: `the check "${name}" did not pass for this release`,
      subject: `check/${name}`,
      expected: `a pass of the ${kind} check`,
      observed: 'none in valid evidence',
      advice: 'Let a job with `command: verify` do it (`only` may leave it out), and name that job in `needs`.',
    }))
}

function missingKinds(facts: GateFacts): Finding[] {
  const required = requiredKinds(facts)
  if (facts.require === undefined && required.length === 0) {
    return [
      {
        code: 'gate/no-checks',
        outcome: 'fail',
        title: 'nothing is checked after the deployment to pre-prod',
        subject: 'config/verify',
        expected: 'at least one check',
        observed: 'none',
        advice: 'Add a check under `verify`, or declare that none is needed: `gate: { require: [] }`.',
      },
    ]
  }
  const passed = passedChecks(facts)
  // A kind whose checks are configured and did not pass is told by each of these checks.
  const configured = facts.checks.filter(({ dryRun }) => !dryRun).map(({ kind }) => kind as string)
  return required
    .filter((kind) => !passed.some((check) => check.kind === kind) && !configured.includes(kind))
    .map((kind) => ({
      code: 'gate/kind-missing',
      outcome: 'fail',
      title: `no ${kind} check passed`,
      subject: `config/gate/require/${kind}`,
      expected: `at least one passing ${kind} check`,
      observed: passed.map((check) => check.kind).join(', ') || 'no check passed',
      advice: `Configure a check of the kind ${kind}, or remove it from \`gate.require\`.`,
    }))
}

function requiredKinds({ require, checks }: GateFacts): readonly string[] {
  return require ?? [...new Set(checks.filter(({ dryRun }) => !dryRun).map(({ kind }) => kind))]
}

/** Checks that passed on pre-prod: what was verified elsewhere proves nothing about the rehearsal. */
function passedChecks({ chain }: GateFacts): { name: string; kind: string }[] {
  return chain.links
    .filter(({ evidence }) => evidence.slot.command === 'verify' && evidence.slot.environment === 'preprod')
    .flatMap(({ evidence }) => evidence.findings)
    .filter(({ outcome, code }) => outcome === 'pass' && code.startsWith('check/'))
    .flatMap(({ details }) => {
      const [name, kind] = [textOf(details, 'check'), textOf(details, 'kind')]
      return name !== undefined && kind !== undefined ? [{ name, kind }] : []
    })
}

function textOf(details: Json | undefined, member: string): string | undefined {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return undefined
  const value = (details as { readonly [key: string]: Json })[member]
  return typeof value === 'string' ? value : undefined
}
