/** One deployment on this host, event by event. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join, relative } from 'node:path'
import { ActionError, messageOf } from '../../support/errors.ts'
import { collectRevisionFacts } from '../appspec/facts.ts'
import type { ServerAppSpec } from '../appspec/types.ts'
import { unpackRevision } from './bundle.ts'
import { Pace } from './files.ts'
import { runHook, unknownError } from './hooks/hooks.ts'
import type { HookEnd } from './hooks/hooks.ts'
import { execute, removePrevious } from './install/install.ts'
import { linkGuard } from './install/links.ts'
import { HostPaths } from './install/paths.ts'
import { InstallError } from './install/instructions.ts'
import { conflictError, HostAfterCleanup, hostNow, planInstall } from './install/plan.ts'
import type { InstallPlan } from './install/plan.ts'
import { checkInstallRoom, revisionBeside } from './disk-space.ts'
import type { Beside } from './disk-space.ts'
import { RevisionError, specForHook, specForInstall } from './revision.ts'
import type { SpecOptions } from './revision.ts'
import { actionsOf, hookActions, privilegesOf } from './show.ts'
import { State } from './state.ts'
import { AGENT_EVENTS, AGENT_EVENTS_WITHOUT_LOAD_BALANCER } from '../lifecycle.ts'
import type { Action, AgentOptions, AgentResult, Diagnostics, EventReport, EventResult } from './types.ts'

/** Events whose scripts come from the revision that is installed, not from the new one. */
const OF_INSTALLED: readonly string[] = ['BeforeBlockTraffic', 'AfterBlockTraffic', 'ApplicationStop']
/** In the rollback of a blue/green deployment the traffic goes back: its hooks come from the other side. */
const OF_INSTALLED_IN_ROLLBACK: readonly string[] = ['ApplicationStop', 'BeforeAllowTraffic', 'AfterAllowTraffic']
const OF_MOST_RECENT_IN_ROLLBACK: readonly string[] = ['BeforeBlockTraffic', 'AfterBlockTraffic']

const DEFAULT_MAX_REVISIONS = 5
const DEFAULT_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }

interface EventEnd extends HookEnd {
  readonly reason?: string
}

export class Deployment {
  readonly #options: AgentOptions
  readonly #state: State
  readonly #paths: HostPaths
  readonly #compatible: boolean
  readonly #spec: SpecOptions
  readonly #pace: Pace
  readonly #events: EventResult[] = []
  #actions: Action[] = []
  #remains: AgentResult['remains']
  #needsRoot: readonly string[] = []
  #beside: Beside | undefined

  constructor(options: AgentOptions) {
    this.#options = options
    this.#state = new State(options.root, options.deploymentGroupId, options.deploymentId)
    this.#paths = new HostPaths(options.destinationRoot, options.workingDirectory)
    this.#compatible = options.agentCompatible !== undefined && options.agentCompatible !== false
    this.#spec = {
      appSpecFile: options.appSpecFile ?? 'appspec.yml',
      agent: options.agentVersion ?? '1.8',
      codedeployLocal: options.agentCompatible === 'codedeploy-local',
    }
    this.#pace = new Pace(options.signal)
  }

  async run(): Promise<AgentResult> {
    await this.#refuseWithoutRoot()
    this.#state.prepare()
    try {
      this.#paths.prepare()
      return await this.#runEvents(this.#eventList())
    } finally {
      this.#state.release()
    }
  }

  /** Fails before any change where the AppSpec needs root. The agent of AWS always runs as root. */
  async #refuseWithoutRoot(): Promise<void> {
    if (this.#compatible || userInfo().uid === 0 || !this.#eventList().includes('DownloadBundle')) return
    const { parsed } = await collectRevisionFacts(this.#options.revision, { appSpecFile: this.#spec.appSpecFile })
    if (!parsed?.ok || parsed.spec.platform !== 'server') return
    this.#needsRoot = privilegesOf(parsed.spec)
    if (this.#needsRoot.length === 0) return
    throw new ActionError('config/revision', {
      message: `this AppSpec needs root: ${this.#needsRoot.join('; ')}`,
      advice: 'Run the job as root, or remove owners, groups and users from the tested AppSpec.',
      subject: 'revision',
    })
  }

  async #runEvents(events: readonly string[]): Promise<AgentResult> {
    let failed: EventResult | undefined
    for (const event of events) {
      if (failed || this.#options.signal?.aborted) {
        this.#report({
          event,
          status: 'skipped',
          at: new Date(),
          ms: 0,
          reason: failed ? `${failed.event} failed` : 'cancelled',
          scripts: [],
        })
        continue
      }
      const result = await this.#event(event)
      const tolerated = event === 'ApplicationStop' && this.#options.ignoreApplicationStopFailures
      if (result.status === 'failed' && !(tolerated && !this.#options.signal?.aborted)) failed = result
    }
    const result = this.#result(failed)
    if (result.outcome !== 'succeeded' && !this.#compatible) this.#state.restorePrevious()
    return result
  }

  /** What `run` would do, without doing it. A revision that travels as an archive is unpacked aside for it. */
  async rehearse(): Promise<AgentResult> {
    const aside = this.#options.scratch ?? mkdtempSync(join(tmpdir(), 'revision-'))
    try {
      const archive = join(aside, 'deployment-archive')
      let failed: EventResult | undefined
      for (const event of this.#eventList()) {
        const common = { event, at: new Date(), ms: 0, scripts: [] }
        try {
          if (!failed) this.#actions.push(...(await this.#dryRun(event, archive)))
          this.#report({ ...common, status: 'skipped', reason: failed ? `${failed.event} would fail` : 'dry run' })
        } catch (error) {
          failed = { ...common, status: 'failed', diagnostics: this.#diagnose(error) }
          this.#report(failed)
        }
      }
      return this.#result(failed)
    } finally {
      rmSync(aside, { recursive: true, force: true })
    }
  }

  async #dryRun(event: string, archive: string): Promise<Action[]> {
    if (event === 'DownloadBundle') {
      await unpackRevision(this.#options.revision, archive, this.#unpacking())
      this.#beside = await revisionBeside(archive, this.#state, this.#maxRevisions, this.#pace)
      this.#needsRoot = privilegesOf(specForHook(archive, this.#spec))
      return []
    }
    if (event !== 'Install') {
      const installed = this.#state.lastSuccessful()
      const from = this.#isOfInstalled(event) ? installed && join(installed, 'deployment-archive') : archive
      return from !== undefined && existsSync(from) ? hookActions(specForHook(from, this.#spec), event) : []
    }
    const before = this.#state.installed()
    const after = new HostAfterCleanup(before)
    const conflicts: string[] = []
    const plan = await this.#plan(this.#specForInstall(archive), archive, after, conflicts)
    const gone = before.flatMap(({ path }) => (after.removes(path) ? [path] : []))
    const removed = gone.toReversed().map((path): Action => ({ kind: 'remove', path }))
    const inTheWay = conflicts.map((path): Action => ({ kind: 'conflict', path }))
    const actions = [...removed, ...inTheWay, ...actionsOf(plan, (path) => relative(archive, path))]
    const [first, ...more] = conflicts
    if (first === undefined) {
      checkInstallRoom(plan.instructions.list, gone, this.#beside)
      return actions
    }
    this.#actions.push(...actions)
    throw conflictError(first, more.length)
  }

  get #maxRevisions(): number {
    return this.#options.maxRevisions ?? DEFAULT_MAX_REVISIONS
  }

  #eventList(): readonly string[] {
    if (this.#options.events) return this.#options.events
    return this.#options.loadBalancer ? AGENT_EVENTS : AGENT_EVENTS_WITHOUT_LOAD_BALANCER
  }

  #result(failed: EventResult | undefined): AgentResult {
    const cancelled =
      this.#options.signal?.aborted &&
      (failed !== undefined || this.#events.some(({ reason }) => reason === 'cancelled'))
    return {
      outcome: cancelled ? 'cancelled' : failed ? 'failed' : 'succeeded',
      deploymentId: this.#state.deploymentId,
      folder: this.#state.folder,
      log: this.#state.log,
      events: this.#events,
      ...(failed && { failed }),
      actions: this.#actions,
      ...(this.#remains && { remains: this.#remains }),
      needsRoot: this.#needsRoot,
    }
  }

  async #event(event: string): Promise<EventResult> {
    const at = new Date()
    const started = performance.now()
    this.#options.onEvent?.({ event, status: 'started', at, ms: 0 })
    const end = await this.#attempt(event)
    const { diagnostics, reason, scripts } = end
    const result: EventResult = {
      event,
      status: diagnostics ? 'failed' : 'succeeded',
      at,
      ms: Math.round(performance.now() - started),
      scripts,
      ...(diagnostics && { diagnostics }),
      ...(diagnostics && diagnostics.scriptName !== '' && { script: diagnostics.scriptName }),
      ...(reason !== undefined && { reason }),
    }
    this.#report(result)
    return result
  }

  async #attempt(event: string): Promise<EventEnd> {
    try {
      if (event === 'DownloadBundle') return await this.#download()
      if (event === 'Install') return await this.#install()
      return await this.#hook(event)
    } catch (error) {
      return { scripts: [], diagnostics: this.#diagnose(error), cancelled: this.#options.signal?.aborted ?? false }
    }
  }

  #diagnose(error: unknown): Diagnostics {
    const [problem] = error instanceof RevisionError ? error.problems : []
    if (!problem) {
      const advice = error instanceof ActionError || error instanceof InstallError ? error.advice : undefined
      return { ...unknownError(messageOf(error)), ...(advice !== undefined && { advice }) }
    }
    return {
      ...unknownError(problem.message),
      source: { file: this.#spec.appSpecFile, line: problem.line, column: problem.column },
    }
  }

  #report(result: EventResult): void {
    this.#events.push(result)
    const { scripts: _, ...report } = result
    this.#options.onEvent?.(report satisfies EventReport)
  }

  async #download(): Promise<EventEnd> {
    this.#state.pruneArchives(this.#maxRevisions)
    rmSync(this.#state.archive, { recursive: true, force: true })
    await unpackRevision(this.#options.revision, this.#state.archive, this.#unpacking())
    this.#state.setMostRecent()
    return { scripts: [], cancelled: false }
  }

  #unpacking(): { type?: NonNullable<AgentOptions['bundleType']>; signal?: AbortSignal } {
    const { bundleType, signal } = this.#options
    return { ...(bundleType && { type: bundleType }), ...(signal && { signal }) }
  }

  #specForInstall(archive: string): ServerAppSpec {
    const possible = this.#options.possibleEvents ?? [...AGENT_EVENTS, ...this.#eventList()]
    return specForInstall(archive, this.#spec, possible)
  }

  async #install(): Promise<EventEnd> {
    const spec = this.#specForInstall(this.#state.archive)
    this.#needsRoot = privilegesOf(spec)
    let removed: readonly string[] = []
    let touched = false
    const clean = async (): Promise<void> => {
      touched = true
      removed = await removePrevious(this.#state, this.#pace)
    }
    try {
      let plan: InstallPlan
      if (this.#compatible) {
        await clean()
        plan = await this.#plan(spec, this.#state.archive, hostNow)
      } else {
        const before = this.#state.installed()
        plan = await this.#plan(spec, this.#state.archive, new HostAfterCleanup(before))
        checkInstallRoom(
          plan.instructions.list,
          before.map(({ path }) => path),
        )
        await clean()
      }
      await execute(plan.instructions.list, {
        state: this.#state,
        compatible: this.#compatible,
        throughLinks: this.#compatible && this.#paths.root === undefined,
        aclsPileUp: this.#compatible && this.#spec.agent === '1.8',
        guard: linkGuard(plan.instructions.list, this.#paths.root, this.#compatible),
        pace: this.#pace,
      })
      this.#actions = [...removed.map((path): Action => ({ kind: 'remove', path })), ...actionsOf(plan, (path) => path)]
    } catch (error) {
      if (touched) this.#remains = this.#remainsAfter(removed)
      throw error
    }
    if (!this.#compatible) this.#state.rememberPrevious()
    this.#state.setLastSuccessful(this.#state.folder)
    return { scripts: [], cancelled: false }
  }

  #plan(spec: ServerAppSpec, archive: string, view: typeof hostNow, conflicts?: string[]): Promise<InstallPlan> {
    const behavior = spec.fileExistsBehavior ?? (this.#options.fileExistsBehavior ?? 'DISALLOW').toUpperCase()
    return planInstall(spec, {
      archive,
      paths: this.#paths,
      behavior,
      view,
      compatible: this.#compatible,
      pace: this.#pace,
      ...(conflicts && { conflicts }),
    })
  }

  #remainsAfter(removed: readonly string[]): NonNullable<AgentResult['remains']> {
    const paths = this.#state
      .installed()
      .map(({ path }) => path)
      .filter((path) => existsSync(path))
    const before =
      removed.length === 0
        ? ''
        : `The files of the previous deployment are gone (${removed.length} paths): deploy its revision again to have them back. `
    const now =
      paths.length === 0
        ? 'Nothing of this one was installed.'
        : `${paths.length} paths of this one remain, which ${this.#state.cleanupFile} lists: the next deployment of the group removes them first, or remove them by hand.`
    return { paths, advice: `${before}${now}` }
  }

  async #hook(event: string): Promise<EventEnd> {
    const folder = this.#folderFor(event)
    if (folder === undefined) return { scripts: [], cancelled: false, reason: 'no revision is installed yet' }
    const archive = join(folder, 'deployment-archive')
    if (!this.#compatible && folder !== this.#state.folder && !existsSync(archive)) {
      return { scripts: [], cancelled: false, reason: `the installed revision is no longer there (${archive})` }
    }
    const spec = specForHook(archive, this.#spec)
    const { signal, secrets, onOutput } = this.#options
    const end = await runHook({
      event,
      archive,
      spec,
      log: this.#state.log,
      root: this.#state.root,
      deploymentId: this.#state.deploymentId,
      environment: this.#environment(event),
      cwd: this.#paths.workingDirectory,
      compatible: this.#compatible,
      ...(signal && { signal }),
      ...(secrets && { secrets }),
      onOutput: (line) => onOutput?.(line),
    })
    return end.scripts.length === 0 && !end.diagnostics ? { ...end, reason: 'no scripts' } : end
  }

  #isOfInstalled(event: string): boolean {
    return (this.#isRollback() ? OF_INSTALLED_IN_ROLLBACK : OF_INSTALLED).includes(event)
  }

  #isRollback(): boolean {
    return this.#options.deploymentCreator === 'codeDeployRollback' && this.#options.deploymentType === 'BLUE_GREEN'
  }

  /** Folder of the deployment whose scripts run. AWS's agent takes the new one as soon as it is downloaded. */
  #folderFor(event: string): string | undefined {
    if (this.#compatible && existsSync(this.#state.archive)) return this.#state.folder
    if (this.#isOfInstalled(event)) return this.#state.lastSuccessful()
    if (this.#isRollback() && OF_MOST_RECENT_IN_ROLLBACK.includes(event)) return this.#state.mostRecent()
    return this.#state.folder
  }

  #environment(event: string): Record<string, string> {
    const { environment, applicationName, deploymentGroupName, deploymentGroupId, revisionEnvironment } = this.#options
    return {
      ...(environment ?? DEFAULT_ENVIRONMENT),
      LIFECYCLE_EVENT: event,
      DEPLOYMENT_ID: this.#state.deploymentId,
      APPLICATION_NAME: applicationName,
      DEPLOYMENT_GROUP_NAME: deploymentGroupName,
      DEPLOYMENT_GROUP_ID: deploymentGroupId,
      ...revisionEnvironment,
      ...(this.#paths.root !== undefined && { DESTDIR: this.#paths.root }),
    }
  }
}
