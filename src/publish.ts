import { basename } from 'node:path'
import type { Ports } from './ports.ts'
import type { Runner } from './support/runtime.ts'
import type { Inputs } from './config/model/inputs.ts'
import type { Evidence } from './evidence/document.ts'
import { digestOf, type Digest } from './evidence/digest.ts'
import { attestableFiles } from './report/predicates.ts'
import { showPlace } from './evidence/place.ts'
import { renderLog } from './report/log.ts'
import { countChanges } from './report/reading.ts'
import { annotationsOf } from './report/annotations.ts'
import { renderPage } from './report/page/page.ts'
import { evidenceFolder, storeEvidence, storePage, collectEvidence } from './handover/evidence-store.ts'
import { errorFindings, stackOf } from './support/error-finding.ts'
import type { Finding } from './evidence/finding.ts'
import { blocking } from './evidence/verdict.ts'
import { renderSummary } from './report/summary/summary.ts'
import { messageOf, ActionError } from './support/errors.ts'
import { alwaysBlocks } from './policies/always-blocks.ts'

/**
 * Stores the evidence of a step and shows it: log, annotations, page, outputs, summary. All output is made from the document. @returns whether the step may be green
 */
export async function publish(
  ports: Ports,
  runner: Runner,
  inputs: Inputs | undefined,
  evidence: Evidence,
): Promise<boolean> {
  const { log } = ports
  const digest = digestOf(evidence)
  const hasEarlier = evidence.previous.length > 0 && !ports.cancelled.aborted
  const earlier = inputs && hasEarlier ? await earlierDocuments(ports, inputs, new Set(evidence.previous)) : []
  for (const line of renderLog(evidence, earlier)) log.info(line)
  for (const annotation of annotationsOf(evidence, await committedOf(ports, evidence))) runner.annotate(annotation)
  const html = renderPage([...earlier, evidence])
  let stored: string | undefined
  try {
    const folder = evidenceFolder(ports, inputs?.evidence)
    const path = await storeEvidence(ports, folder, evidence, {
      json: `${JSON.stringify(evidence, undefined, 2)}\n`,
      html,
      attestable: attestableFiles(evidence, earlier),
      token: await proofOf(ports, digest),
    })
    tell(() => {
      runner.output('verdict', evidence.verdict)
      runner.output('digest', digest)
      runner.output('evidence', path)
      runner.output('report', path.replace(/\.json$/, '.html'))
      const { temporary, plans } = evidence
      const url = temporary ? (temporary.url ?? '') : evidence.url
      if (url !== undefined) runner.output('url', url)
      if (plans.length > 0) runner.output('plan', planLine(plans))
      if (temporary) {
        runner.output('temporary', temporary.name)
        runner.output('expires', temporary.expiresAt)
      }
    })
    log.info(`evidence: ${path} (${digest})`)
    stored = path
  } catch (error) {
    // Evidence that cannot be stored fails the step.
    attempt(() => runner.output('verdict', 'error'))
    const { code, title, advice } = errorFindings(error, ports.cancelled, true)[0] as Finding
    runner.annotate({ level: 'error', title: code, message: `${title}. ${advice ?? ''}` })
  }
  const page =
    stored === undefined || ports.cancelled.aborted ? undefined : await pageOf(ports, basename(stored, '.json'), html)
  try {
    tell(() => runner.output('page', page ?? ''))
    await runner.summary(renderSummary(evidence, earlier, page))
  } catch (error) {
    log.warning(`the summary could not be written: ${messageOf(error)}`)
  }
  return stored !== undefined && isGreen(evidence, inputs?.mode ?? 'enforce')
}

/**
 * A job that had nothing to do (`skipped`) does not fail: the gate requires what must not be skipped. With `mode: observe` a step still fails where the result is unknown, or where state would be lost.
 */
function isGreen({ verdict, findings }: Evidence, mode: Inputs['mode']): boolean {
  if (verdict === 'pass' || verdict === 'skipped') return true
  return mode === 'observe' && verdict !== 'error' && !findings.some(alwaysBlocks)
}

/** The address of the page in this run. It only shows what is stored: without it the step ends as it would. */
async function pageOf(ports: Ports, name: string, html: string): Promise<string | undefined> {
  try {
    return await storePage(ports, name, html)
  } catch (error) {
    ports.log.warning(`the page could not be stored by itself; it is in the evidence artifact: ${messageOf(error)}`)
    return undefined
  }
}

/** The paths in the commit of the files that block; on a laptop the paths from its folder serve. */
async function committedOf(ports: Ports, { findings }: Evidence): Promise<ReadonlyMap<string, string> | undefined> {
  const files = blocking(findings).flatMap(({ source }) => source?.file ?? [])
  if (files.length === 0 || ports.cancelled.aborted || ports.place.env['GITHUB_ACTIONS'] !== 'true') return undefined
  const { committedFiles } = await import('./handover/committed-files.ts')
  return committedFiles(ports.place, files)
}

/** `preprod: 2 modify; production: 3 add`: counts, and no name of the release. */
function planLine(plans: Evidence['plans']): string {
  return plans.map((plan) => `${showPlace(plan, plans)}: ${countChanges(plan)}`).join('; ')
}

/** Throws an ActionError where the runner does not accept the outputs: later jobs would not know this evidence. */
function tell(outputs: () => void): void {
  try {
    outputs()
  } catch (error) {
    throw new ActionError('evidence/unwritable', {
      message: `the runner does not accept the outputs: ${messageOf(error)}`,
      subject: 'evidence',
      advice: 'Check that GITHUB_OUTPUT names a file that the step may write to.',
      cause: error,
    })
  }
}

function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // Best effort: the cause is already reported.
  }
}

/** The token that binds a document to this job. Without one later jobs refuse the document, and say why. */
async function proofOf(ports: Ports, digest: Digest): Promise<string | undefined> {
  if (ports.cancelled.aborted) return undefined
  try {
    return await (await ports.connect.proofs())?.issue(digest)
  } catch (error) {
    ports.log.warning(`the evidence is not bound to this job: ${messageOf(error)}`)
    return undefined
  }
}

/** Documents of earlier jobs, for the page and the summary. The command has a finding for one that cannot be read. */
async function earlierDocuments(ports: Ports, inputs: Inputs, previous: ReadonlySet<Digest>): Promise<Evidence[]> {
  try {
    const { parseEvidence } = await import('./evidence/parse.ts')
    const found = await collectEvidence(ports, inputs.evidence)
    return found.flatMap(({ bytes }) => {
      const parsed = parseEvidence(bytes)
      // Documents on which this one does not build prove nothing, and reviewers must not take them for its own.
      return 'evidence' in parsed && previous.has(parsed.digest) ? [parsed.evidence] : []
    })
  } catch (error) {
    ports.log.debug(stackOf(error))
    return []
  }
}
