import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJobs, REPOSITORY, type Jobs, type PlayedJob, type Seen } from '../../../__tests__/dist/support/jobs.ts'
import { digestOf } from '../../../src/evidence/digest.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import type { EnvironmentRules } from '../../../sandbox/github/index.ts'

/** A release to the host of its jobs, whose steps before the gate have passed. */

export const CONFIG = `version: 1
deployments: [{ id: app, platform: local, revision: { directory: app }, destination-root: ./host }]
verify: [{ name: it answers, run: "true" }, { name: it holds, run: "true", kind: load }]
`
export const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': CONFIG,
  'app/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.html, destination: /srv/shop }]\n',
  'app/index.html': 'hello',
}
export const RULES: EnvironmentRules = {
  reviewers: ['grace', 'heidi'],
  preventSelfReview: true,
  branches: 'protected',
  adminsCanBypass: false,
}

export interface Docs {
  readonly precheck: Evidence
  readonly deploy: Evidence
  readonly verify: Evidence
  readonly gate: Evidence
}
export type DocName = keyof Docs
export type Needs = Record<string, { result: string; outputs: Record<string, string> }>

export interface GateTry {
  /** Documents in place of the genuine ones; undefined: the document is missing. */
  readonly docs?: (docs: Docs) => Partial<Record<DocName, Evidence | string | undefined>>
  /** Whether the jobs name the changed documents, as a job that wrote them itself would. */
  readonly named?: boolean
  readonly needs?: (needs: Needs, docs: Docs) => Needs | string
  /** The job whose token proves a document; otherwise that of its own command, and of altered documents the genuine token. */
  readonly proofs?: Partial<Record<DocName, DocName | 'none' | 'genuine'>>
  /** Documents beside the genuine ones. */
  readonly beside?: (docs: Docs) => readonly Evidence[]
  /** The job whose token proves them; default: that of their command. */
  readonly besideProof?: DocName | 'none'
  readonly without?: readonly DocName[]
  readonly command?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly environment?: string
  readonly permissions?: PlayedJob['permissions']
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** Rules of the environments while the job runs. */
  readonly rules?: Readonly<Record<string, EnvironmentRules>>
  readonly waiting?: (world: LocalWorld) => Promise<void> | void
}

export interface LocalWorld {
  readonly jobs: Jobs
  readonly docs: Docs
  /** Digits and run attempt by which an approval names the evidence. */
  readonly comment: string
  gate(given: GateTry): Promise<Seen>
  approve(environment: string, comment?: string, user?: string): Promise<void>
  close(): Promise<void>
}

const JOBS: Readonly<Record<DocName, string>> = {
  precheck: 'precheck',
  deploy: 'deploy-preprod',
  verify: 'verify',
  gate: 'gate',
}
/** The documents are in a folder only, which the case may change. */
const WITHOUT_ARTIFACTS = { ACTIONS_RUNTIME_TOKEN: '', ACTIONS_RESULTS_URL: '' }

export async function openLocalWorld(files: Readonly<Record<string, string>> = FILES): Promise<LocalWorld> {
  const jobs = await openJobs(files)
  const reset = (): void => {
    for (const name of ['preprod', 'production']) jobs.github.environment(REPOSITORY, name, { ...RULES })
  }
  reset()
  const base = mkdtempSync(join(tmpdir(), 'gate-tries-'))
  const green = async (job: PlayedJob): Promise<Evidence> => {
    const seen = await jobs.play(job)
    if (seen.status !== 0) throw new Error(`${job.name} is not green: ${seen.blockers.join(', ')}`)
    return seen.evidence
  }
  const precheck = await green({ name: 'precheck', command: 'precheck' })
  const deploy = await green({
    name: 'deploy-preprod',
    command: 'deploy-preprod',
    needs: ['precheck'],
    environment: 'preprod',
    waiting: () => jobs.review('preprod', 'approved', digestOf(precheck).slice('sha256:'.length)),
  })
  const verify = await green({ name: 'verify', command: 'verify', needs: ['precheck', 'deploy-preprod'] })
  const gate = await green({ name: 'gate', command: 'gate', needs: ['precheck', 'deploy-preprod', 'verify'] })
  const suggested = gate.findings.find(({ code }) => code === 'gate/approval-comment')?.title ?? ''
  const comment = /"([^"]+)"/.exec(suggested)?.[1] ?? ''
  const docs: Docs = { precheck, deploy, verify, gate }
  let tries = 0
  /** The token with which the job of a step proves a document. */
  const proofOf = (by: DocName, document: Evidence): Promise<string> => {
    const finished = new Date(document.finishedAt)
    return jobs.proof(JOBS[by], digestOf(document), Number.isNaN(finished.getTime()) ? new Date() : finished)
  }
  const world: LocalWorld = {
    jobs,
    docs,
    comment,
    approve: (environment, text = comment, user = 'grace') => jobs.review(environment, 'approved', text, user),
    async gate(given) {
      const name = `try-${++tries}`
      const folder = mkdtempSync(join(base, `${name}-`))
      const command = given.command ?? 'gate'
      const wanted = (['precheck', 'deploy', 'verify', ...(command === 'gate' ? [] : ['gate'])] as DocName[]).filter(
        (one) => !given.without?.includes(one),
      )
      const changed = given.docs?.(docs) ?? {}
      const needs: Needs = {}
      for (const each of wanted) {
        const document = Object.hasOwn(changed, each) ? changed[each] : docs[each]
        const isObject = typeof document === 'object'
        const digest = digestOf(given.named && isObject ? document : docs[each])
        needs[JOBS[each]] = { result: 'success', outputs: { digest, verdict: 'pass' } }
        if (document === undefined) continue
        writeFileSync(join(folder, `${each}.json`), isObject ? JSON.stringify(document) : document)
        const by = given.proofs?.[each] ?? (given.named && isObject ? each : 'genuine')
        if (by === 'none') continue
        const about = by === 'genuine' || !isObject ? docs[each] : document
        writeFileSync(join(folder, `${each}.jwt`), await proofOf(by === 'genuine' ? each : by, about))
      }
      for (const [index, document] of (given.beside?.(docs) ?? []).entries()) {
        writeFileSync(join(folder, `beside-${index}.json`), JSON.stringify(document))
        const own = (Object.keys(docs) as DocName[]).find((each) => docs[each].slot.command === document.slot.command)
        const by = given.besideProof ?? own
        if (by && by !== 'none') writeFileSync(join(folder, `beside-${index}.jwt`), await proofOf(by, document))
      }
      const asked = given.needs?.(needs, docs) ?? needs
      for (const [environment, rules] of Object.entries(given.rules ?? {})) {
        jobs.github.environment(REPOSITORY, environment, rules)
      }
      try {
        return await jobs.play({
          name,
          command,
          inputs: {
            evidence: folder,
            needs: typeof asked === 'string' ? asked : JSON.stringify(asked),
            ...given.inputs,
          },
          env: { ...WITHOUT_ARTIFACTS, ...given.env },
          ...(given.environment !== undefined && { environment: given.environment }),
          ...(given.permissions && { permissions: given.permissions }),
          ...(given.files && { files: given.files }),
          ...(given.waiting && { waiting: () => given.waiting?.(world) }),
        })
      } finally {
        reset()
      }
    },
    async close() {
      await jobs.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
  return world
}
