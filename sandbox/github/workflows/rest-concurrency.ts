import type { Renderer } from '../render.ts'
import { invalid, repositoryAt } from '../server/requests.ts'
import { READ_ACTIONS, RUN, runAt } from '../runs/rest-runs.ts'
import { Refusal, type Route } from '../server/router.ts'
import { fullName, type Repository, type World } from '../world.ts'
import type { Group, Member } from './concurrency.ts'
import type { WorkflowPlayer } from './player.ts'

const ROOT = '/repos/:owner/:repo/actions/concurrency_groups'

/** Concurrency groups of a repository, with what holds them and what waits. */
export function concurrencyRoutes(world: World, render: Renderer, player: WorkflowPlayer): Route[] {
  const urlOf = (repository: Repository, name: string): string =>
    render.api(repository, `actions/concurrency_groups/${encodeURIComponent(name)}`)
  const membersOf = ({ holder, pending }: Group): Member[] => [...(holder ? [holder] : []), ...pending]
  const shown = (repository: Repository, group: Group, member: Member): object => {
    const { run, job: name } = member
    const job = name === undefined ? undefined : run.jobs.find((each) => each.name === name)
    return {
      run_id: run.id,
      run_name: run.workflow.name,
      run_url: render.api(repository, `actions/runs/${run.id}`),
      run_html_url: render.page(repository, `actions/runs/${run.id}`),
      ...(job && {
        job_id: job.id,
        job_name: job.name,
        job_url: render.api(repository, `actions/jobs/${job.id}`),
        job_html_url: render.page(repository, `actions/runs/${run.id}/job/${job.id}`),
      }),
      status: member === group.holder ? 'in_progress' : 'pending',
    }
  }
  return [
    {
      method: 'GET',
      path: ROOT,
      needs: READ_ACTIONS,
      docs: 'actions/concurrency-groups#list-concurrency-groups-for-a-repository',
      answer(request) {
        const repository = repositoryAt(world, request)
        const groups = player.groupsOf(fullName(repository)).active()
        const concurrency_groups = groups.map(({ name, acquiredAt }) => ({
          group_name: name,
          group_url: urlOf(repository, name),
          last_acquired_at: acquiredAt?.toISOString() ?? null,
        }))
        return { status: 200, body: { total_count: groups.length, concurrency_groups } }
      },
    },
    {
      method: 'GET',
      path: `${ROOT}/:group`,
      needs: READ_ACTIONS,
      docs: 'actions/concurrency-groups#get-a-concurrency-group-for-a-repository',
      answer(request) {
        const repository = repositoryAt(world, request)
        const group = player.groupsOf(fullName(repository)).get(request.parts['group'] ?? '')
        if (!group) throw new Refusal(404, 'Not Found')
        const all = membersOf(group)
        const run = request.url.searchParams.get('ahead_of_run')
        const at = run === null ? all.length - 1 : all.findIndex((member) => String(member.run.id) === run)
        if (at < 0) throw invalid('Validation Failed')
        const members = all.slice(0, at + 1)
        return {
          status: 200,
          body: {
            group_name: group.name,
            group_url: urlOf(repository, group.name),
            total_count: members.length,
            group_members: members.map((member) => shown(repository, group, member)),
          },
        }
      },
    },
    {
      method: 'GET',
      path: `${RUN}/concurrency_groups`,
      needs: READ_ACTIONS,
      docs: 'actions/concurrency-groups#list-concurrency-groups-for-a-workflow-run',
      answer(request) {
        const run = runAt(world, request)
        const { repository } = run
        const groups = player
          .groupsOf(fullName(repository))
          .active()
          .filter((group) => membersOf(group).some((member) => member.run === run))
        const concurrency_groups = groups.map((group) => ({
          group_name: group.name,
          group_url: urlOf(repository, group.name),
          group_members: membersOf(group).flatMap((member, position) =>
            member.run === run
              ? [
                  {
                    ...shown(repository, group, member),
                    position,
                    position_url: `${urlOf(repository, group.name)}?ahead_of_run=${run.id}`,
                  },
                ]
              : [],
          ),
        }))
        return { status: 200, body: { total_count: groups.length, concurrency_groups } }
      },
    },
  ]
}
