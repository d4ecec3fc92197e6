import { z } from 'zod'
import { CODES } from '../evidence/codes/index.ts'
import { isFindingCode } from '../evidence/codes/lookup.ts'
import type { Evidence } from '../evidence/document.ts'
import { leftUntouched } from '../evidence/execution.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking } from '../evidence/verdict.ts'
import { OWNED_KINDS, type OwnedKind } from '../config/model/sections/notify.ts'
import { isRecord } from '../support/records.ts'
import { oneLine as inOneLine, plural } from '../support/text/text.ts'
import { visible } from '../support/text/visible.ts'

/** The message about the end of a step, made from its evidence alone. */

export const EVENTS = ['deployed', 'rolled-back', 'failed', 'blocked', 'cancelled', 'waiting-for-approval'] as const
export type Event = (typeof EVENTS)[number]

const MOST_CAUSES = 10
/** Characters of one text. */
const MOST_TEXT = 500
/** Of an SMS. */
const MOST_SHORT = 140
const MOST_SUBJECT = 100

const cause = z.strictObject({
  code: z.string(),
  outcome: z.enum(['pass', 'noted', 'skipped', 'inconclusive', 'fail', 'error']),
  subject: z.string(),
  title: z.string(),
  next: z.string().optional().describe('The next step.'),
  kind: z.enum(OWNED_KINDS).optional(),
})

/** What is sent, as JSON. `schema/notification-v1.json` is made from this. */
export const messageShape = z.strictObject({
  schema: z.literal('test-deployments/notification/v1'),
  event: z.enum(EVENTS),
  at: z.iso.datetime().describe('When the step ended.'),
  repository: z.string().describe('`owner/name`.'),
  sha: z.string(),
  ref: z.string(),
  run: z.strictObject({ id: z.string(), attempt: z.number(), job: z.string(), url: z.url() }),
  actor: z.string().describe('Who started the run.'),
  command: z.string(),
  environment: z.string().describe('That of the step, or the one whose approval is waited for.'),
  account: z.string().optional(),
  region: z.string().optional(),
  verdict: z.string(),
  release: z.string().optional().describe('The digest of the release.'),
  causes: z.array(cause).describe(`What blocks, the first cause first, at most ${MOST_CAUSES}.`),
  more: z.number().int().describe('Causes beyond those listed.'),
})
export type Message = Readonly<z.output<typeof messageShape>>

/** What a reader of a mail would not see, or would see turned around, is named. */
function oneLine(text: string, length: number): string {
  return inOneLine(visible(text.slice(0, 4 * length)), length)
}

/** What a step says to others: nothing where a person has nothing to do or to know. */
export function messageOf(
  evidence: Evidence,
  about: {
    /** `https://github.com` */
    readonly server: string
    /** The environment whose approval the next job waits for, if the step passed. */
    readonly waitsFor: string | undefined
  },
): Message | undefined {
  const { slot, origin, verdict, release } = evidence
  const event = eventOf(evidence, about.waitsFor)
  if (event === undefined) return undefined
  const causes = verdict === 'pass' ? [] : blocking(evidence.findings).map(causeOf)
  const waits = event === 'waiting-for-approval' ? about.waitsFor : undefined
  const said = (text: string): string => oneLine(text, MOST_TEXT)
  const [repository, runId] = [said(origin.repository), said(origin.runId)]
  return {
    schema: 'test-deployments/notification/v1',
    event,
    at: evidence.finishedAt,
    repository,
    sha: said(origin.sha),
    ref: said(origin.ref),
    run: {
      id: runId,
      attempt: origin.runAttempt,
      job: said(origin.job),
      url: `${about.server}/${repository}/actions/runs/${runId}`,
    },
    actor: said(origin.actor),
    command: said(slot.command),
    environment: said(waits ?? slot.environment),
    ...(slot.account !== undefined && { account: slot.account }),
    ...(slot.region !== undefined && { region: slot.region }),
    verdict,
    ...(release && { release: release.digest }),
    causes: causes.slice(0, MOST_CAUSES),
    more: Math.max(0, causes.length - MOST_CAUSES),
  }
}

function eventOf(evidence: Evidence, waitsFor: string | undefined): Event | undefined {
  const { slot, verdict, findings } = evidence
  if (verdict === 'skipped') return undefined
  const changes = slot.command.startsWith('deploy-') || slot.command === 'rollback'
  if (verdict === 'pass') {
    // With `mode: observe` it only plans.
    if (slot.command === 'rollback') return findings.some(isBack) ? 'rolled-back' : undefined
    if (changes) return 'deployed'
    return waitsFor === undefined ? undefined : 'waiting-for-approval'
  }
  if (findings.some(({ code }) => code === 'cancelled')) return 'cancelled'
  return changes && !leftUntouched(evidence) ? 'failed' : 'blocked'
}

const isBack = ({ code, outcome }: Finding): boolean => code === 'rollback/recovered' && outcome === 'pass'

function causeOf(finding: Finding): Message['causes'][number] {
  const { code, outcome, subject, title, advice } = finding
  const next = advice ?? (isFindingCode(code) ? (CODES[code] as { next?: string }).next : undefined)
  const kind = kindOf(finding)
  return {
    code: oneLine(code, MOST_TEXT),
    outcome,
    subject: oneLine(subject, MOST_TEXT),
    title: oneLine(title, MOST_TEXT),
    ...(next !== undefined && { next: oneLine(next, MOST_TEXT) }),
    ...(kind !== undefined && { kind }),
  }
}

/** Codes about stacks, deployments and services, and about what stopped them. */
const DEPLOYMENT = /^(stack|deployment|service|serving|traffic|alarm)\//

/** The kind whose owner is told: that of a check, or by what the code is about. */
function kindOf({ code, details }: Finding): OwnedKind | undefined {
  const named = isRecord(details) ? details['kind'] : undefined
  const known = OWNED_KINDS.find((kind) => kind === named)
  if (known !== undefined) return known
  if (code.startsWith('drift/')) return 'drift'
  if (code.startsWith('trust/') || /^change\/[a-z-]*access/.test(code)) return 'security'
  return DEPLOYMENT.test(code) ? 'deployment' : undefined
}

const PAST: Readonly<Record<Event, string>> = {
  deployed: 'deployed',
  'rolled-back': 'rolled back',
  failed: 'failed',
  blocked: 'blocked',
  cancelled: 'cancelled',
  'waiting-for-approval': 'waits for approval',
}

function headline({ repository, command, environment, event }: Message): string {
  const what = event === 'waiting-for-approval' ? environment : `${command} of ${environment}`
  return `${repository}: ${event === 'deployed' ? environment : what} ${PAST[event]}`
}

/** The subject of an e-mail: SNS accepts ASCII without line ends, beginning with a letter, number or punctuation. */
export function subjectOf(message: Message): string {
  return oneLine(headline(message), MOST_SUBJECT)
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, MOST_SUBJECT)
}

/** For e-mails: the first cause, the next step, the run. */
export function textOf(message: Message): string {
  const { causes, more, run, sha, actor, account, region } = message
  const lines = causes.flatMap(({ code, title, next }) => [
    `- ${title} (${code})`,
    ...(next === undefined ? [] : [`  Next: ${next}`]),
  ])
  return [
    headline(message),
    '',
    ...lines,
    ...(more > 0 ? [`- and ${plural(more, 'more cause')}`] : []),
    ...(lines.length > 0 ? [''] : []),
    ...(account === undefined ? [] : [`Account: ${account}${region === undefined ? '' : `, ${region}`}`]),
    `Commit: ${sha} by ${actor}`,
    `Run: ${run.url}`,
  ].join('\n')
}

/** For SMS: one line. */
export function shortOf(message: Message): string {
  const [first] = message.causes
  return oneLine(`${headline(message)}${first === undefined ? '' : `: ${first.title}`}`, MOST_SHORT)
}
