import type { Environment } from '../../config/model/environment.ts'
import type { LintedRevisions } from './lint.ts'
import type { UseExisting } from './read-existing.ts'

/** Judges the revisions as `lint.ts` does, which is loaded where there are any. */
export async function judgeRevisions(
  environments: readonly Environment[],
  workspace: string,
  useExisting: UseExisting,
): Promise<LintedRevisions> {
  if (environments.every(({ deployments }) => deployments.length === 0)) return { findings: [], hooks: new Map() }
  const { lintRevisions } = await import('./lint.ts')
  return lintRevisions(environments, workspace, useExisting)
}
