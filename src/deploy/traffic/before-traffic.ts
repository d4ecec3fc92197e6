import { runChecks, type ChecksRun } from '../../checks/engine/run-checks.ts'
import type { PlannedCheck } from '../../checks/engine/select.ts'
import { refersToEndpoint, withEndpoint, type TestEndpoint } from '../../checks/engine/test-endpoint.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocking, verdictOf } from '../../evidence/verdict.ts'
import type { Ports } from '../../ports.ts'
import { errorFinding } from '../../support/error-finding.ts'
import { ActionError } from '../../support/errors.ts'
import { listed, oneLine, plural } from '../../support/text/text.ts'
import { SLOWEST_PAUSE_MS } from '../pace.ts'
import type { Endpoints } from './endpoints.ts'
import type { HeldDeployment, HeldState } from './held.ts'

const NAMED = 5
/** A request to go on is sent again where its response was lost and the deployment still waits. */
const REQUESTS = 3

/** Checks of a deployment before it gets traffic. */
export interface BeforeTraffic {
  readonly checks: readonly PlannedCheck[]
  readonly run: ChecksRun
  /** Called once the new version runs. May reject with an ActionError. */
  readonly endpoints: () => Promise<Endpoints>
}

/** What becomes of the deployment, and what was found. */
export interface Answered {
  /** `left`: another process answered, or no answer is needed. */
  readonly next: 'continued' | 'stopped' | 'left'
  readonly findings: readonly Finding[]
}

interface World {
  readonly ports: Ports
  readonly held: HeldDeployment
}

/**
 * Answers a deployment of this run that waits before traffic: the checks run against the new version, then the state is read
 * again, and the deployment goes on or is stopped and rolled back. Rejects only when cancelled.
 */
export async function answerBeforeTraffic(world: World, { checks, run, endpoints }: BeforeTraffic): Promise<Answered> {
  const { ports, held } = world
  const { name, id } = held
  ports.log.info(`${id}: ${name} has no traffic yet; ${plural(checks.length, 'check')} of this phase`)
  const { findings, places } = await whileItWaits(world, (limited) =>
    checkAll({ ...run, ports: limited }, checks, endpoints),
  )
  const now = await held.read()
  const judging = checks.some(({ sampling }) => !sampling.dryRun)
  const passed = verdictOf(findings) === 'pass'
  if (!now.waits) return foreign(world, now, { findings, passed })
  if (!judging) {
    ports.log.info(`${id}: the checks before traffic only run dry; ${name} waits for a person`)
    return { next: 'left', findings }
  }
  if (!passed) return stop(world, findings)
  return letGoOn(world, [...findings, checked(world, checks, places)])
}

/** Runs the checks on each endpoint; those that refer to none run once. */
async function checkAll(
  run: ChecksRun,
  checks: readonly PlannedCheck[],
  find: () => Promise<Endpoints>,
): Promise<{ readonly findings: readonly Finding[]; readonly places: number }> {
  const findings: Finding[] = []
  const referring = checks.filter(refersToEndpoint)
  let endpoints: readonly TestEndpoint[] = []
  if (referring.length > 0) {
    try {
      const found = await find()
      if ('finding' in found) findings.push(found.finding)
      else endpoints = found.endpoints
    } catch (error) {
      run.ports.cancelled.throwIfAborted()
      if (!(error instanceof ActionError)) throw error
      findings.push(errorFinding(error))
    }
  }
  for (const check of checks) {
    if (!referring.includes(check)) {
      findings.push(...(await runChecks(run, [check])))
      continue
    }
    for (const endpoint of endpoints) {
      const found = await runChecks({ ...run, fill: (one) => withEndpoint(one, endpoint) }, [check])
      findings.push(...found.map((finding) => (endpoints.length > 1 ? placed(finding, endpoint) : finding)))
    }
  }
  return { findings, places: Math.max(1, endpoints.length) }
}

function placed(finding: Finding, { name }: TestEndpoint): Finding {
  return { ...finding, title: `${finding.title} (${name})`, subject: `${finding.subject}/on/${name}` }
}

/** Runs something until its end, or until the deployment has ended: then nothing is left to be checked. */
async function whileItWaits<T extends { readonly findings: readonly Finding[]; readonly places: number }>(
  { ports, held }: World,
  act: (ports: Ports) => Promise<T>,
): Promise<Pick<T, 'findings' | 'places'>> {
  const ended = new AbortController()
  const done = new AbortController()
  const watching = (async () => {
    for (;;) {
      await ports.clock.sleep(SLOWEST_PAUSE_MS, AbortSignal.any([ports.cancelled, done.signal]))
      // What is not read now is read again after the checks.
      const state = await held.read().catch(() => undefined)
      if (state?.ended === true) return ended.abort(new Error(state.status))
    }
  })().catch(() => undefined)
  try {
    return await act({ ...ports, cancelled: AbortSignal.any([ports.cancelled, ended.signal]) })
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (ended.signal.aborted) return { findings: [], places: 0 }
    throw error
  } finally {
    done.abort()
    await watching
  }
}

/** The deployment waits no more although this job did not let it go on. */
async function foreign(
  world: World,
  state: HeldState,
  { findings, passed }: { readonly findings: readonly Finding[]; readonly passed: boolean },
): Promise<Answered> {
  const { held, ports } = world
  const { words, name } = held
  const subject = `deployment/${held.id}/before-traffic`
  const { expired } = state
  if (state.ended) {
    const title = expired
      ? `AWS stopped ${name}: its wait ended before the checks before traffic had`
      : `${name} ended before its checks before traffic had: another process stopped it`
    return {
      next: 'left',
      findings: [
        ...findings,
        {
          code: 'traffic/ended-while-checked',
          outcome: 'fail',
          title,
          subject,
          expected: 'a deployment that waits until its checks have ended',
          observed: state.shown,
          advice: expired
            ? `Raise ${words.time}, or shorten the checks of this phase.`
            : `Find in CloudTrail who called ${words.stopCall}, then start the release again.`,
        },
      ],
    }
  }
  ports.log.warning(`${held.id}: another process continued ${name} while its checks before traffic ran`)
  const meanwhile: Finding = {
    code: 'traffic/continued-by-another',
    outcome: 'inconclusive',
    title: `another process continued ${name} before its checks had ended: traffic may have reached an unchecked version`,
    subject,
    expected: `${words.waits}, until the checks before traffic have passed`,
    observed: oneLine(state.status),
    advice: `Find in CloudTrail who called ${words.continueCall}; let only this job end the wait of its deployments.`,
  }
  if (passed) return { next: 'left', findings: [...findings, meanwhile] }
  return stop(world, [...findings, meanwhile], 'moving')
}

async function letGoOn(world: World, findings: readonly Finding[]): Promise<Answered> {
  const { ports, held } = world
  try {
    for (let request = 0; request < REQUESTS; request++) {
      ports.cancelled.throwIfAborted()
      const ours = await held.goOn()
      if (ours) break
      // The response was lost, or an earlier request had its effect: the state decides.
      if (!(await held.read()).waits) break
      if (request === REQUESTS - 1) {
        throw new ActionError('aws/unreachable', {
          message: `${held.name} still waits after ${REQUESTS} requests to continue it`,
          subject: `deployment/${held.id}`,
        })
      }
    }
    ports.log.info(`${held.id}: the checks before traffic passed; ${held.name} goes on`)
    return { next: 'continued', findings }
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    if (held.isEnd(error)) return { next: 'left', findings }
    return stop(world, [...findings.filter(({ code }) => code !== 'traffic/checked'), errorFinding(error)])
  }
}

/** Stops the deployment, and has CodeDeploy bring the previous revision back. */
async function stop(
  world: World,
  findings: readonly Finding[],
  traffic: 'none' | 'moving' = 'none',
): Promise<Answered> {
  const { ports, held } = world
  const { name } = held
  const decisive = blocking(findings)
  const why =
    decisive.length > 0
      ? listed(
          decisive.map(({ title }) => title),
          NAMED,
        )
      : 'no check passed'
  const finding: Finding = {
    code: 'traffic/stopped',
    outcome: 'fail',
    title: `${name} was stopped${traffic === 'none' ? ' before traffic' : ''}: ${decisive[0]?.title ?? 'no check passed'}`,
    subject: `deployment/${held.id}/before-traffic`,
    expected: 'every check before traffic passes',
    observed: why,
    advice:
      traffic === 'none'
        ? 'Correct what the check found, and start the release again; users stayed on the previous version.'
        : 'Correct what the check found, and start the release again; the new version may have had traffic meanwhile.',
    details: { deploymentId: name },
  }
  ports.log.warning(`${held.id}: stops ${name}: ${oneLine(why)}`)
  try {
    await held.stop()
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    if (held.isEnd(error)) return { next: 'stopped', findings: [...findings, finding] }
    const left = errorFinding(error)
    const advice = `${left.advice ?? ''} It still waits, and AWS stops it when its wait ends; check it with \`${held.words.look}\`.`
    return { next: 'left', findings: [...findings, { ...left, advice: advice.trim() }] }
  }
  return { next: 'stopped', findings: [...findings, finding] }
}

function checked({ held }: World, checks: readonly PlannedCheck[], places: number): Finding {
  const judging = checks.filter(({ sampling }) => !sampling.dryRun).length
  return {
    code: 'traffic/checked',
    outcome: 'pass',
    title: `${plural(judging, 'check')} passed on ${plural(places, 'endpoint')} before ${held.name} got traffic`,
    subject: `deployment/${held.id}/before-traffic`,
    expected: 'every check before traffic passes while the deployment waits',
    observed: `${judging} of ${judging} passed; still ${held.words.waits} afterwards`,
  }
}
