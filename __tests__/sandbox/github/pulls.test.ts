import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startGitHub, type SandboxGitHub } from '../../../sandbox/github/index.ts'
import { AT, clientOf, REPOSITORY, type Client } from './client.ts'

describe('pull requests', () => {
  let github: SandboxGitHub
  let client: Client
  let now: Date
  const base = { 'infra/web.yml': 'a: 1\n' }
  const PULL = { ...AT, pull_number: 1 }
  const ISSUE = { ...AT, issue_number: 1 }

  beforeEach(async () => {
    now = new Date('2026-11-01T10:00:00Z')
    github = await startGitHub({ clock: { now: () => now, sleep: () => Promise.resolve() } })
    github.repository({
      name: REPOSITORY,
      admins: ['root'],
      members: ['bob'],
      collaborators: { cem: 'write', dan: 'triage', eve: 'maintain' },
    })
    github.commit(REPOSITORY, 'first', base)
    github.commit(REPOSITORY, 'change', { ...base, 'infra/db.yml': 'b: 1\n' }, 'ann', { branch: 'change' })
    client = clientOf(github)
    await client.as('ann').rest.pulls.create({ ...AT, title: 'Change', head: 'change', base: 'main' })
    now = new Date('2026-11-01T11:00:00Z')
  })

  afterEach(() => github.close())

  const review = (login: string, event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT') =>
    client.as(login).rest.pulls.createReview({ ...PULL, event, body: 'see there' })
  const states = async (): Promise<string[]> => {
    const { data } = await client.as('bob').rest.pulls.listReviews(PULL)
    return data.map(({ user, state }) => `${user?.login} ${state}`)
  }
  const timeline = async (): Promise<any[]> => (await client.as('bob').rest.issues.listEventsForTimeline(ISSUE)).data
  const events = async (): Promise<string[]> => (await timeline()).map(({ event }) => event)

  test('have files and commits, with authors and co-authors', async () => {
    github.commit(REPOSITORY, 'more', { 'infra/db.yml': 'b: 2\n' }, 'eve', { branch: 'change', coAuthors: ['bob'] })
    github.commit(REPOSITORY, 'imported', { 'infra/db.yml': 'b: 3\n' }, 'gil', { branch: 'change', unlinked: true })
    const { rest } = client.job({ 'pull-requests': 'read' })
    const files = await rest.pulls.listFiles(PULL)
    expect(files.data.map(({ status, filename }) => `${status} ${filename}`)).toEqual([
      'added infra/db.yml',
      'removed infra/web.yml',
    ])
    const { data } = await rest.pulls.listCommits(PULL)
    expect(data.map(({ author }) => author?.login)).toEqual(['ann', 'eve', undefined])
    expect(data[1]?.commit.message).toMatch(/^more\n\nCo-authored-by: bob <\d+\+bob@users\.noreply\.github\.com>$/)
    expect(data[2]?.commit.author).toMatchObject({ name: 'gil', email: 'gil@example.com' })
  })

  test('reviews are listed in order, with the commit and the association of their authors', async () => {
    await review('bob', 'APPROVE')
    await review('cem', 'REQUEST_CHANGES')
    await review('stranger', 'COMMENT')
    const { data } = await client.as('ann').rest.pulls.listReviews(PULL)
    expect(data.map((each) => `${each.user?.login} ${each.state} ${each.author_association}`)).toEqual([
      'bob APPROVED MEMBER',
      'cem CHANGES_REQUESTED COLLABORATOR',
      'stranger COMMENTED NONE',
    ])
    const head = github.world.repositories.get(REPOSITORY)!.branches.get('change')
    expect(data[0]).toMatchObject({ commit_id: head, submitted_at: '2026-11-01T11:00:00Z' })
  })

  test('authors cannot approve their own, and a job only with that setting', async () => {
    await expect(review('ann', 'APPROVE')).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('Can not approve your own pull request'),
    })
    const job = client.job({ 'pull-requests': 'write' })
    const approve = (): Promise<{ status: number }> => job.rest.pulls.createReview({ ...PULL, event: 'APPROVE' })
    await expect(approve()).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('GitHub Actions is not permitted to approve pull requests.'),
    })
    github.world.repositories.get(REPOSITORY)!.actionsMayApprove = true
    expect((await approve()).status).toBe(200)
    expect(await states()).toEqual(['github-actions[bot] APPROVED'])
  })

  test('a pending review is visible to its author alone until it is submitted', async () => {
    const { rest } = client.as('cem')
    const { data } = await rest.pulls.createReview({ ...PULL, body: 'draft' })
    expect(data).toMatchObject({ state: 'PENDING' })
    expect(data.submitted_at).toBeUndefined()
    expect(await states()).toEqual([])
    await rest.pulls.submitReview({ ...PULL, review_id: data.id, event: 'APPROVE' })
    expect(await states()).toEqual(['cem APPROVED'])
  })

  test('a dismissed review keeps its position, and the timeline has its former state', async () => {
    const { data } = await review('bob', 'APPROVE')
    const dismiss = (login: string): Promise<unknown> =>
      client.as(login).rest.pulls.dismissReview({ ...PULL, review_id: data.id, message: 'outdated' })
    await expect(dismiss('dan')).rejects.toMatchObject({ status: 404 })
    await dismiss('eve')
    expect(await states()).toEqual(['bob DISMISSED'])
    expect(await events()).toEqual(['committed', 'reviewed', 'review_dismissed'])
    expect((await timeline()).at(-1)).toMatchObject({
      actor: { login: 'eve' },
      dismissed_review: { state: 'approved', review_id: data.id, dismissal_message: 'outdated' },
    })
    await expect(dismiss('eve')).rejects.toMatchObject({ status: 422 })
  })

  test('a push that changes code dismisses approvals only with that setting of branch protection', async () => {
    await review('bob', 'APPROVE')
    await review('cem', 'REQUEST_CHANGES')
    github.commit(REPOSITORY, 'more', { ...base, 'infra/db.yml': 'b: 2\n' }, 'ann', { branch: 'change' })
    expect(await states()).toEqual(['bob APPROVED', 'cem CHANGES_REQUESTED'])
    github.world.repositories.get(REPOSITORY)!.dismissStaleReviews = true
    const last = github.commit(REPOSITORY, 'last', { 'infra/db.yml': 'b: 3\n' }, 'ann', { branch: 'change' })
    expect(await states()).toEqual(['bob DISMISSED', 'cem CHANGES_REQUESTED'])
    expect((await timeline()).find(({ event }) => event === 'review_dismissed')).toMatchObject({
      dismissed_review: { dismissal_commit_id: last },
    })
  })

  test('a merge of the base branch moves an approval to a commit that nobody has reviewed', async () => {
    const { data: before } = await review('bob', 'APPROVE')
    now = new Date('2026-11-01T12:00:00Z')
    const tip = github.commit(REPOSITORY, 'meanwhile', { ...base, 'README.md': 'shop\n' })
    const repository = github.world.repositories.get(REPOSITORY)!
    const files = { ...base, 'README.md': 'shop\n', 'infra/db.yml': 'b: 1\n' }
    const merge = github.world.commit(repository, {
      message: 'Merge branch main',
      author: 'ann',
      files,
      parent: repository.branches.get('change')!,
      merged: tip,
    })
    github.moveBranch(REPOSITORY, 'change', merge, 'ann')
    const { data: after } = await client.as('ann').rest.pulls.getReview({ ...PULL, review_id: before.id })
    expect(before.commit_id).not.toBe(merge)
    expect(after).toMatchObject({ commit_id: merge, state: 'APPROVED', submitted_at: before.submitted_at })
  })

  test('a force push is in the timeline, and the commits that it removed are not', async () => {
    await review('bob', 'APPROVE')
    const other = github.commit(REPOSITORY, 'rewritten', { ...base, 'infra/db.yml': 'b: 9\n' }, 'ann', { branch: 'x' })
    now = new Date('2026-11-01T12:00:00Z')
    github.moveBranch(REPOSITORY, 'change', other, 'ann')
    const entries = await timeline()
    expect(entries.map(({ event }) => event)).toEqual(['reviewed', 'committed', 'head_ref_force_pushed'])
    expect(entries[1]).toMatchObject({ sha: other, message: 'rewritten' })
    expect(entries[2]).toMatchObject({ commit_id: other, actor: { login: 'ann' }, created_at: '2026-11-01T12:00:00Z' })
  })

  test('requested reviewers are users and teams with access, until they review', async () => {
    github.team('octo', 'ops', { members: ['fay'], repositories: { [REPOSITORY]: 'read' } })
    const { rest } = client.as('ann')
    await rest.pulls.requestReviewers({ ...PULL, reviewers: ['bob', 'cem'], team_reviewers: ['ops'] })
    const refused = { status: 422, message: expect.stringContaining('not a collaborator') }
    await expect(rest.pulls.requestReviewers({ ...PULL, reviewers: ['stranger'] })).rejects.toMatchObject(refused)
    await expect(rest.pulls.requestReviewers({ ...PULL, reviewers: ['ann'] })).rejects.toMatchObject({ status: 422 })
    await rest.pulls.removeRequestedReviewers({ ...PULL, reviewers: ['cem'] })
    await review('bob', 'APPROVE')
    const { data } = await rest.pulls.listRequestedReviewers(PULL)
    expect([data.users, data.teams.map(({ slug }) => slug)]).toEqual([[], ['ops']])
    expect(await events()).toEqual([
      'committed',
      'reviewed',
      'review_requested',
      'review_requested',
      'review_requested',
      'review_request_removed',
    ])
  })

  test('a merge is found by its commit, and closes the pull request', async () => {
    const { rest } = client.as('eve')
    const { data: merged } = await rest.pulls.merge({ ...PULL, merge_method: 'squash' })
    const { data: found } = await rest.repos.listPullRequestsAssociatedWithCommit({ ...AT, commit_sha: merged.sha })
    expect(found.map(({ number, state }) => [number, state])).toEqual([[1, 'closed']])
    expect((await rest.pulls.get(PULL)).data).toMatchObject({ merged: true, merged_by: { login: 'eve' } })
    await expect(rest.pulls.merge(PULL)).rejects.toMatchObject({ status: 405 })
    expect((await rest.repos.getContent({ ...AT, path: 'infra/db.yml' })).status).toBe(200)
  })

  test('each role has its permission', async () => {
    const { rest } = client.job({})
    const permissions = await Promise.all(
      ['root', 'eve', 'cem', 'dan', 'bob', 'ann'].map(async (username) => {
        const { data } = await rest.repos.getCollaboratorPermissionLevel({ ...AT, username })
        return `${username} ${data.permission} ${data.role_name}`
      }),
    )
    expect(permissions).toEqual([
      'root admin admin',
      'eve write maintain',
      'cem write write',
      'dan read triage',
      'bob read read',
      'ann read read',
    ])
    github.world.repositories.get(REPOSITORY)!.private = true
    const { data } = await rest.repos.getCollaboratorPermissionLevel({ ...AT, username: 'ann' })
    expect(data.permission).toBe('none')
  })

  test('the members of a team are visible to users, not to the token of a job', async () => {
    github.team('octo', 'ops', {
      members: ['bob', 'cem'],
      maintainers: ['eve'],
      repositories: { [REPOSITORY]: 'admin' },
    })
    const team = { org: 'octo', team_slug: 'ops' }
    const { data } = await client.as('bob').rest.teams.listMembersInOrg(team)
    expect(data.map(({ login }) => login)).toEqual(['bob', 'cem', 'eve'])
    const membership = { ...team, username: 'eve' }
    expect((await client.as('bob').rest.teams.getMembershipForUserInOrg(membership)).data.role).toBe('maintainer')
    await expect(client.job({ contents: 'write' }).rest.teams.listMembersInOrg(team)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('Resource not accessible by integration'),
    })
    const level = await client.job({}).rest.repos.getCollaboratorPermissionLevel({ ...AT, username: 'cem' })
    expect(level.data.permission).toBe('admin')
  })

  test('a comment is updated, found again on a later page, and deleted', async () => {
    const { rest, paginate } = client.job({ 'pull-requests': 'write' })
    const { data } = await rest.issues.createComment({ ...ISSUE, body: '<!-- plan -->first' })
    for (let i = 0; i < 120; i++) await client.as('bob').rest.issues.createComment({ ...ISSUE, body: `${i}` })
    now = new Date('2026-11-01T12:00:00Z')
    await rest.issues.updateComment({ ...AT, comment_id: data.id, body: '<!-- plan -->second' })
    const all = await paginate(rest.issues.listComments, { ...ISSUE, per_page: 50 })
    expect(all.filter(({ body }) => body?.startsWith('<!-- plan -->'))).toMatchObject([
      {
        id: data.id,
        body: '<!-- plan -->second',
        user: { login: 'github-actions[bot]' },
        created_at: '2026-11-01T11:00:00Z',
        updated_at: '2026-11-01T12:00:00Z',
      },
    ])
    expect((await rest.issues.listComments({ ...ISSUE, since: '2026-11-01T11:30:00Z' })).data).toHaveLength(1)
    await rest.issues.deleteComment({ ...AT, comment_id: data.id })
    await expect(rest.issues.getComment({ ...AT, comment_id: data.id })).rejects.toMatchObject({ status: 404 })
    const long = rest.issues.createComment({ ...ISSUE, body: 'x'.repeat(65_537) })
    await expect(long).rejects.toMatchObject({ status: 422, message: expect.stringContaining('Body is too long') })
  })
})
