import type { SandboxGitHub } from '../../../../sandbox/github/index.ts'
import type { Ask } from './contract.ts'

/** Pull requests with their reviews, timelines, comments and people. */
export async function visitPulls(
  ask: Ask,
  github: SandboxGitHub,
  { repository: name, token }: { readonly repository: string; readonly token: string },
): Promise<void> {
  const [owner = ''] = name.split('/')
  const repository = `/repos/${name}`
  const files = { 'infra/web.yml': 'a: 2\n', 'app/new.txt': 'x\n' }
  github.team(owner, 'ops', { members: ['bob'], maintainers: ['dan'], repositories: { [name]: 'maintain' } })
  github.commit(name, 'change', { ...files, 'infra/db.yml': 'b: 1\n' }, 'eve', { branch: 'change', coAuthors: ['bob'] })
  const [eve, bob, dan] = ['eve', 'bob', 'dan'].map((login) => github.tokenOf(login)) as [string, string, string]
  await ask(eve, 'POST', `${repository}/pulls`, { title: 'Change', head: 'change', base: 'main', body: 'Why' })
  await ask(eve, 'POST', `${repository}/pulls`, { title: 'Change', head: 'change', base: 'main' })
  await ask(token, 'POST', `${repository}/pulls`, { title: 'Of a job', head: 'change', base: 'main' })
  const pull = `${repository}/pulls/1`
  await ask(token, 'GET', `${repository}/pulls?state=all&base=main`)
  await ask(token, 'GET', pull)
  await ask(token, 'GET', `${pull}/files`)
  await ask(token, 'GET', `${pull}/commits`)
  await ask(eve, 'POST', `${pull}/requested_reviewers`, { reviewers: ['bob', 'dan'], team_reviewers: ['ops'] })
  await ask(eve, 'POST', `${pull}/requested_reviewers`, { reviewers: ['eve'] })
  await ask(eve, 'DELETE', `${pull}/requested_reviewers`, { reviewers: ['dan'] })
  await ask(token, 'GET', `${pull}/requested_reviewers`)

  const reviews = `${pull}/reviews`
  await ask(eve, 'POST', reviews, { event: 'APPROVE' })
  const review = (await ask(bob, 'POST', reviews, { event: 'APPROVE', body: 'fine' })) as { id: number }
  const pending = (await ask(dan, 'POST', reviews, { body: 'wait' })) as { id: number }
  await ask(dan, 'POST', `${reviews}/${pending.id}/events`, { event: 'REQUEST_CHANGES', body: 'not yet' })
  await ask(dan, 'GET', `${reviews}/${pending.id}`)
  github.commit(name, 'more', { ...files, 'infra/db.yml': 'b: 2\n' }, 'eve', { branch: 'change', unlinked: true })
  const [base = ''] = [...(github.world.repositories.get(name)?.commits.keys() ?? [])].slice(1)
  const squashed = github.commit(name, 'squashed', { ...files, 'infra/db.yml': 'b: 3\n' }, 'eve', { branch: 'other' })
  github.moveBranch(name, 'change', squashed, 'eve')
  await ask(dan, 'PUT', `${reviews}/${review.id}/dismissals`, { message: 'The branch was rewritten.' })
  await ask(dan, 'PUT', `${reviews}/${review.id}/dismissals`, { message: 'again' })
  await ask(token, 'GET', reviews)

  const comment = (await ask(token, 'POST', `${repository}/issues/1/comments`, { body: 'The plan' })) as { id: number }
  const comments = `${repository}/issues/comments`
  await ask(token, 'PATCH', `${comments}/${comment.id}`, { body: 'The newer plan' })
  await ask(token, 'PATCH', `${comments}/${comment.id}`, { body: 'x'.repeat(65_537) })
  await ask(token, 'GET', `${comments}/${comment.id}`)
  await ask(token, 'GET', `${repository}/issues/1/comments?since=2020-01-01T00:00:00Z`)
  await ask(token, 'GET', `${repository}/issues/1/timeline`)
  const other = (await ask(token, 'POST', `${repository}/issues/1/comments`, { body: 'Gone' })) as { id: number }
  await ask(token, 'DELETE', `${comments}/${other.id}`)
  await ask(token, 'GET', `${repository}/issues/99/timeline`)

  await ask(token, 'GET', `${repository}/commits?sha=change&per_page=2`)
  await ask(token, 'GET', `${repository}/commits/${base}`)
  await ask(token, 'GET', `${repository}/git/commits/${base}`)
  await ask(dan, 'PUT', `${pull}/merge`, { merge_method: 'squash', sha: base })
  await ask(dan, 'PUT', `${pull}/merge`, { merge_method: 'squash' })
  await ask(token, 'GET', pull)
  await ask(token, 'GET', `${repository}/commits/${squashed}/pulls`)
  await ask(token, 'GET', `${repository}/issues/1/timeline`)

  const [head = ''] = [...(github.world.repositories.get(name)?.commits.keys() ?? [])].slice(-1)
  const entry = (path: string): object => ({ path, mode: '100644', type: 'blob', content: 'c: 1\n' })
  const git = `${repository}/git`
  await ask(token, 'POST', `${git}/trees`, { tree: [entry('.github/workflows/release.yml')] })
  const tree = (await ask(token, 'POST', `${git}/trees`, { tree: [entry('infra/queue.yml')] })) as { sha: string }
  const given = { message: 'Queue', tree: tree.sha, parents: [head] }
  const { sha } = (await ask(token, 'POST', `${git}/commits`, given)) as { sha: string }
  await ask(token, 'POST', `${git}/commits`, { ...given, tree: '0'.repeat(40) })
  for (const ref of ['refs/heads/queue', 'refs/heads/queue', 'refs/heads/other-queue'])
    await ask(token, 'POST', `${git}/refs`, { ref, sha: ref.includes('other') ? '0'.repeat(40) : sha })

  for (const login of ['root', 'dan', 'eve']) await ask(token, 'GET', `${repository}/collaborators/${login}/permission`)
  await ask(token, 'GET', `${repository}/collaborators/nobody-at-all/permission`)
  await ask(github.tokenOf('root'), 'GET', `${repository}/teams`)
  const team = `/orgs/${owner}/teams/ops`
  for (const each of [bob, token]) await ask(each, 'GET', `${team}/members?role=all`)
  for (const login of ['dan', 'eve']) await ask(bob, 'GET', `${team}/memberships/${login}`)
}
