import { readExisting } from '../../codedeploy/revision/existing.ts'
import { accessTo, type Environment, type ServerDeployment } from '../../config/model/environment.ts'
import { revisionSource, showSource, type ExistingRevision } from '../../config/model/revision-source.ts'
import type { Origin } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Ports } from '../../ports.ts'
import { errorFinding } from '../../support/error-finding.ts'
import { ActionError } from '../../support/errors.ts'
import { withScratchFolder } from '../../support/files/scratch.ts'

/** Reads a revision that exists, and lets `use` judge its archive; the archive is removed afterwards. */
export type UseExisting = <T>(
  deployment: ServerDeployment,
  environment: Environment,
  source: ExistingRevision,
  use: (file: string) => Promise<T>,
) => Promise<{ readonly finding: Finding; readonly used?: T }>

/**
 * How precheck reads revisions that exist: objects with the plan-role of each environment, commits with the token of the step.
 * What cannot be read is a finding. With `asks: false` nothing is read, and a finding says so.
 */
export function existingRevisions(
  ports: Ports,
  { origin: { sha, runId }, asks }: { readonly origin: Pick<Origin, 'sha' | 'runId'>; readonly asks: boolean },
): UseExisting {
  return async ({ id }, environment, source, use) => {
    const subject = `deployment/${id}/revision`
    if (!asks) return { finding: notRead(subject, id, source) }
    const told = (finding: Finding): Finding =>
      source.kind === 'github' ? finding : { ...finding, title: `${environment.key}: ${finding.title}` }
    const readers = {
      storage: () => ports.connect.storage(accessTo(environment, 'plan', runId)),
      github: () => ports.connect.github(),
      signal: ports.cancelled,
      server: ports.place.env['GITHUB_SERVER_URL'],
    }
    return withScratchFolder(ports.place.temp, async (folder) => {
      try {
        const read = await readExisting(readers, { id, source, sha }, folder)
        if ('code' in read) return { finding: told(read) }
        return { finding: told(read.finding), used: await use(read.file) }
      } catch (error) {
        ports.cancelled.throwIfAborted()
        if (!(error instanceof ActionError)) throw error
        return { finding: errorFinding(error, subject, environment.key) }
      }
    })
  }
}

/** The revision of a server deployment, where it exists already. */
export function existingOf(deployment: ServerDeployment): ExistingRevision | undefined {
  const source = revisionSource(deployment)
  return source.kind === 'path' ? undefined : source
}

function notRead(subject: string, id: string, source: ExistingRevision): Finding {
  return {
    code: 'release/revision-read',
    outcome: 'skipped',
    title: `the revision of ${id} was not read, and its AppSpec was not judged`,
    subject,
    expected: showSource(source),
    observed: 'a precheck that asks neither AWS nor GitHub',
    advice: 'Nothing to do: the precheck of a release reads it.',
  }
}
