import type { CheckedRelease } from '../../checks/hosts/revision.ts'
import type { Environment } from '../../config/model/environment.ts'
import { revisionFile, revisionSource, showSource } from '../../config/model/revision-source.ts'
import type { Finding } from '../../evidence/finding.ts'
import { plural } from '../../support/text/text.ts'

/** What checks on hosts change in the revisions, for reviewers: the AppSpec as it is deployed. One finding for each revision. */
export async function showJoinedChecks(
  config: CheckedRelease,
  environments: readonly Environment[],
  workspace: string,
): Promise<Finding[]> {
  const seen = new Map<string, Finding>()
  for (const { deployments } of environments) {
    for (const deployment of deployments) {
      if (deployment.platform !== 'server') continue
      const { addedChecks, HOOK, SCRIPT_PATH } = await import('../../checks/hosts/revision.ts')
      const key = `${deployment.id} ${showSource(revisionSource(deployment))}`
      const added = seen.has(key)
        ? undefined
        : await addedChecks(config, deployment, revisionFile(deployment, workspace))
      if (added === undefined) continue
      seen.set(key, {
        code: 'appspec/checks-join',
        outcome: 'noted',
        title: `${plural(added.checks.length, 'check')} join the revision of ${deployment.id}, as the last script of ${HOOK}`,
        subject: `deployment/${deployment.id}/hosts`,
        expected: added.checks.map(({ name }) => name).join('\n'),
        observed: added.appSpec,
        advice: 'Read what is added; the release names its digest beside that of the revision.',
        details: { script: SCRIPT_PATH, digest: added.digest, checks: added.checks.length },
      })
    }
  }
  return [...seen.values()]
}
