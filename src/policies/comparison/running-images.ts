import type { Chain } from '../../evidence/chain/chain.ts'
import type { PlaceState } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'

const PATH = /^deployments\/([^/]+)\/images$/

/**
 * Pure: whether the tasks of production run the images that those of pre-prod ran when it was deployed. A tag of any registry
 * may have been pushed again in between. Where precheck saw other images in both environments, it is reported and judged there.
 */
export function judgeRunningImages({ links }: Pick<Chain, 'links'>, now: PlaceState): Finding[] {
  const rehearsed = links
    .filter(({ evidence: { slot } }) => slot.command === 'deploy-preprod')
    .flatMap(({ evidence }) => evidence.states ?? [])
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const planned = links
    .filter(({ evidence: { slot } }) => slot.command === 'precheck')
    .flatMap(({ evidence }) => evidence.states ?? [])
  return Object.entries(now.values).flatMap(([path, value]): Finding[] => {
    const [, id = ''] = PATH.exec(path) ?? []
    const before = rehearsed.flatMap(({ values }) => values[path] ?? []).at(-1)
    if (id === '' || value === null || before === undefined) return []
    const [was, is] = [imagesIn(before), imagesIn(value)]
    return [...is]
      .filter(([container, digests]) => was.has(container) && was.get(container) !== digests)
      .filter(([container]) => !isPlannedOther(planned, `images/deployment/${id}/${container}`))
      .map(([container, digests]): Finding => ({
        code: 'serving/other-image',
        outcome: 'fail',
        title: `${now.environment}: ${container} of ${id} runs another image than the one that was tested on pre-prod`,
        subject: `deployment/${id}/image/${container}`,
        expected: was.get(container) ?? '',
        observed: digests,
        advice:
          'The tag was pushed again in between. Deploy the previous release, or test this image: start the release again from precheck, with the digest in place of the tag (NAME@sha256:…).',
        details: { environment: now.environment },
      }))
  })
}

/** `web sha256:a, web sha256:b` → web: both */
function imagesIn(value: string): Map<string, string> {
  const all = value.split(', ').map((each) => each.split(' ') as [string, string])
  return new Map(
    [...Map.groupBy(all, ([name]) => name)].map(([name, list]) => [name, list.map(([, digest]) => digest).join(', ')]),
  )
}

function isPlannedOther(states: readonly PlaceState[], path: string): boolean {
  const digests = states.flatMap(({ values }) => values[path]?.split(' ')[1] ?? [])
  return new Set(digests).size > 1
}
