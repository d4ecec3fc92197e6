import type { ResourceChange, Slot } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Outcome } from '../evidence/outcome.ts'
import { showDuration, showPercent } from '../support/text/durations.ts'
import { round, showNumber } from '../support/text/rounding.ts'

/** How the report calls things. */

const COMMANDS: Readonly<Record<string, string>> = {
  package: 'Packaging',
  precheck: 'Precheck',
  'deploy-preprod': 'Deployment to pre-prod',
  verify: 'Verification',
  gate: 'Gate',
  'deploy-production': 'Deployment to production',
  rollback: 'Rollback',
  'precheck-temporary': 'Precheck',
  'deploy-temporary': 'Deployment to a temporary environment',
  'verify-temporary': 'Verification',
  teardown: 'Teardown',
}

/** `Verification of pre-prod (tests)`; what is in the name of the step is not said twice. */
export function stepName(slot: Slot): string {
  const named = COMMANDS[slot.command] ?? slot.command
  const name = slot.environment === 'preprod' ? 'pre-prod' : slot.environment
  const environment = slot.command.startsWith('deploy-') || slot.environment === 'all' ? '' : ` of ${name}`
  const parts = [slot.phase, slot.shard && `part ${slot.shard}`].filter(Boolean).join(', ')
  return `${named}${slot.command === 'gate' ? ` to ${name}` : environment}${parts && ` (${parts})`}`
}

const SYMBOLS: Readonly<Record<Outcome, string>> = {
  pass: '✅',
  noted: 'ℹ️',
  fail: '❌',
  error: '💥',
  inconclusive: '❔',
  skipped: '⏭️',
}
const PAST: Readonly<Record<Outcome, string>> = {
  pass: 'passed',
  noted: 'was noted',
  fail: 'failed',
  error: 'did not complete',
  inconclusive: 'is inconclusive',
  skipped: 'was skipped',
}

/** An outcome of a document of another version is none that we know, and shown as an error. */
export function knownOutcome(outcome: string): Outcome {
  return outcome in SYMBOLS ? (outcome as Outcome) : 'error'
}

export function symbolOf(outcome: string): string {
  return SYMBOLS[knownOutcome(outcome)]
}

export function pastOf(outcome: string): string {
  return PAST[knownOutcome(outcome)]
}

/** `sha256:0123456789ab…` → `0123456789ab`. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12)
}

export function shortSha(sha: string): string {
  return /^[0-9a-f]{40}$/.test(sha) ? sha.slice(0, 10) : sha
}

const UNITS: Readonly<Record<string, string>> = { count: '', 'per-second': '/s', bytes: ' B' }

/** A measured value with its unit. */
export function quantity(value: number, unit: string): string {
  if (unit === 'ms') return showDuration(value)
  if (unit === 's') return showDuration(value * 1_000)
  if (unit === 'percent') return showPercent(value / 100)
  return `${showNumber(round(value, 2))}${UNITS[unit] ?? ` ${unit}`}`
}

/** `14:03:07` of an ISO time; nothing where it is none. */
export function timeOfDay(at: string): string {
  return /T(\d\d:\d\d:\d\d)/.exec(at)?.[1] ?? ''
}

/** `2026-11-30 03:27:28 UTC`, of a time in UTC. */
export function dayAndTime(at: string): string {
  return `${at.slice(0, 'YYYY-MM-DD'.length)} ${timeOfDay(at)} UTC`
}

/** What is done to a resource, worst words first: a replacement is a removal with a promise. */
export function actionOf(change: Pick<ResourceChange, 'action' | 'replacement'>): string {
  if (change.action !== 'Modify') return ACTIONS[change.action] ?? 'unknown'
  if (change.replacement === 'True') return 'replace'
  if (change.replacement === 'Conditional') return 'maybe replace'
  return change.replacement === 'False' ? 'modify' : 'modify, replacement unknown'
}

const ACTIONS: Readonly<Record<string, string>> = {
  Add: 'add',
  Remove: 'remove',
  Import: 'import',
  Dynamic: 'known at execution',
  SyncWithActual: 'sync with the actual state',
}

/** What a finding says in one line: its title, and what it is about where the title does not say so itself. */
export function sentence({ subject, title }: Pick<Finding, 'subject' | 'title'>): string {
  const name = subject.slice(subject.indexOf('/') + 1)
  return title.startsWith(name) ? title : `${subject}: ${title}`
}

/** Things by the code that each has, in the order of the first ones. */
export function byCode<T>(things: readonly T[], codeOf: (thing: T) => string): Map<string, T[]> {
  const kinds = new Map<string, T[]>()
  for (const thing of things) {
    const kind = kinds.get(codeOf(thing))
    if (kind) kind.push(thing)
    else kinds.set(codeOf(thing), [thing])
  }
  return kinds
}

const MOST_KINDS = 5

/** `990 drift/property-differs, 2 parity/differs`: findings that are not shown, by their code. */
export function countKinds(findings: readonly Pick<Finding, 'code'>[]): string {
  const kinds = [...byCode(findings, ({ code }) => code)].toSorted(([, a], [, b]) => b.length - a.length)
  if (kinds.length === 1) return kinds[0]?.[0] ?? ''
  const shown = kinds.slice(0, MOST_KINDS).map(([code, all]) => `${showNumber(all.length)} ${code}`)
  return [...shown, ...(kinds.length > MOST_KINDS ? ['others'] : [])].join(', ')
}

/** A title where a sentence begins: in capitals, unless its first word is a name, which stays as it is written. */
export function opening({ subject, title }: Pick<Finding, 'subject' | 'title'>): string {
  const word = /^([a-z]+)[ :]/.exec(title)?.[1]
  return word === undefined || subject.split('/').includes(word) ? title : capital(title)
}

/** What to do with a thing that was left; a command that stands by itself is put between back quotes. */
export function nextStep(advice = ''): string {
  return advice.startsWith('aws ') && !advice.includes('`') ? `\`${advice}\`` : advice
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
