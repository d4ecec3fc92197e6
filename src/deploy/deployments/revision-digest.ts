import type { Finding } from '../../evidence/finding.ts'
import type { DeployContext } from '../contract.ts'
import { toSeconds } from '../../support/text/rounding.ts'

/** A folder that changed since the release was described is not the release. */
export function judgeRevision(
  { release, environment }: Pick<DeployContext, 'release' | 'environment'>,
  id: string,
  content: string,
): Finding | undefined {
  const expected = release.revisions.find((item) => item.id === id || item.id === `${id}/${environment.key}`)?.digest
  if (expected === content) return undefined
  return {
    code: 'release/differs',
    outcome: 'fail',
    title: `the revision of ${id} changed while it was being deployed`,
    subject: `deployment/${id}/revision`,
    expected: expected ?? 'a revision of the release',
    observed: content,
    advice: 'Build revisions in a job before precheck, not beside the deployment; then start the release again.',
  }
}

export function measureDeployment({ record }: Pick<DeployContext, 'record'>, id: string, ms: number): void {
  record.measure({ name: 'deployment', unit: 's', value: toSeconds(ms), subject: `deployment/${id}` })
}
