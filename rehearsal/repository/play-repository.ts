import type { RepositoryWorld } from './from-repository.ts'
import { play, type Played, type Stage } from '../play.ts'
import { verdictOfAll } from '../output/summary.ts'

/** Executes the workflow of a repository. A pull request is opened, and closed after its jobs have passed. */
export async function playRepository(
  { world, close }: Pick<RepositoryWorld, 'world' | 'close'>,
  stage: Omit<Stage, 'world'>,
): Promise<Played> {
  const opened = await play({ ...stage, world })
  if (close === undefined || opened.ended !== undefined) return opened
  stage.terminal.line()
  stage.terminal.line(stage.terminal.paint('bold', 'The pull request is closed'))
  const closed = await play({ ...stage, world: await close() }, { passed: opened.steps })
  const verdict = verdictOfAll(closed) === 'pass' ? 'pass' : 'fail'
  return { ...closed, other: { what: 'the pull request', verdict } }
}
