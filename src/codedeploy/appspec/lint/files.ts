import { didYouMean } from '../../../support/text/nearest.ts'
import { posix } from 'node:path'
import type { RevisionFacts, ServerAppSpec } from '../types.ts'
import type { Remark } from './say.ts'
import { placementsOf, resolveFile, revisionPath } from './tree.ts'

/** Findings of one kind that are listed; of further ones only the number is shown. */
const SHOWN = 20

export function lintFiles(spec: ServerAppSpec, facts: RevisionFacts): Remark[] {
  return [
    ...spec.files.flatMap((_, index) => lintEntry(spec, index, facts)),
    ...few(lintPlacements(spec, facts)),
    ...few(lintContents(facts)),
  ]
}

function lintEntry(spec: ServerAppSpec, index: number, facts: RevisionFacts): Remark[] {
  const entry = spec.files[index]
  if (!entry) return []
  const about = `files/${entry.source}`
  const remarks: Remark[] = []
  const path = revisionPath(entry.source)
  if (entry.fault !== undefined) {
    remarks.push({
      code: 'appspec/files-entry-invalid',
      outcome: 'fail',
      title: 'The parser accepts this entry, and Install fails with it.',
      about,
      expected: 'texts as source and destination',
      observed: entry.fault,
      advice: 'Put the path into quotes.',
      at: entry.at,
    })
  } else if (path === undefined) {
    remarks.push({
      code: 'appspec/source-escapes',
      outcome: 'fail',
      title: `The source ${entry.source} lies outside of the revision.`,
      about,
      expected: 'a path in the revision',
      observed: entry.source,
      advice: 'Put the files into the revision: agent 1.8 would copy what happens to lie on the host.',
      at: entry.at,
    })
  } else if (path !== '' && resolveFile(facts.files, path) === undefined) {
    remarks.push({
      code: 'appspec/source-missing',
      outcome: 'fail',
      title: missingSource(entry.source, path, facts),
      about,
      expected: 'a file or folder of the revision',
      observed: 'nothing',
      advice: 'Correct the source, or add the files to the revision (are they built before it is packed?).',
      at: entry.at,
    })
  }
  if (entry.destination === '' || !posix.isAbsolute(entry.destination)) {
    remarks.push({
      code: 'appspec/destination-relative',
      outcome: 'fail',
      title: `The destination ${JSON.stringify(entry.destination)} is relative: it starts wherever the agent was started.`,
      about,
      expected: 'an absolute path',
      observed: entry.destination,
      advice: 'Write the whole path, beginning with /.',
      at: entry.at,
    })
  } else if (entry.destination.split('/').includes('..')) {
    remarks.push({
      code: 'appspec/destination-parent',
      outcome: 'fail',
      title: `The destination ${entry.destination} leads up again: Install fails where the folder before .. is not there yet.`,
      about,
      expected: posix.normalize(entry.destination),
      observed: entry.destination,
      advice: 'Write the resolved path.',
      at: entry.at,
    })
  }
  return remarks
}

function missingSource(source: string, path: string, { files }: RevisionFacts): string {
  const link = files.get(path)?.target
  return link === undefined
    ? `The source ${source} is not in the revision, so Install fails half way${didYouMean(path, [...files.keys()])}`
    : `The source ${source} is a link to ${link}, which is not in the revision, so Install fails half way.`
}

/** Two sources for one destination, or a file where another entry needs a folder. */
function lintPlacements(spec: ServerAppSpec, facts: RevisionFacts): Remark[] {
  const seen = new Map<string, { readonly path: string; readonly isFolder: boolean }>()
  for (const { source, destination } of spec.files) {
    for (const folder of foldersOf(destination)) seen.set(folder, { path: source, isFolder: true })
  }
  const remarks: Remark[] = []
  for (const { entry, file, target, isFolder } of placementsOf(spec, facts.files)) {
    const other = seen.get(target)
    seen.set(target, { path: file.path, isFolder })
    if (!other || (other.isFolder && isFolder)) continue
    remarks.push({
      code: 'appspec/destination-collision',
      outcome: 'fail',
      title: `${other.path} and ${file.path} both go to ${target}.`,
      about: `files/${entry.source}`,
      expected: 'one source for each destination',
      observed: `${other.path}, ${file.path}`,
      advice: 'Remove one of the two, or give it another destination.',
      at: entry.at,
    })
  }
  return remarks
}

/** `/srv/app` → `/srv/app` and `/srv`. */
function foldersOf(destination: string): string[] {
  const folder = posix.resolve('/', destination)
  return folder === '/' ? [] : [folder, ...foldersOf(posix.dirname(folder))]
}

/** Entries of the revision that cannot be deployed, or lead out of it. */
function lintContents(facts: RevisionFacts): Remark[] {
  return [...facts.files.values()].flatMap((file): Remark[] => {
    const about = `revision/${file.path}`
    if (file.type === 'other') {
      return [
        {
          code: 'appspec/revision-device',
          outcome: 'fail',
          title: `${file.path} is a device, a pipe or a socket: the agent cannot copy it.`,
          about,
          advice: 'Remove it from the revision.',
        },
      ]
    }
    if (file.type !== 'symlink' || resolveFile(facts.files, file.path) !== 'outside') return []
    return [
      {
        code: 'appspec/link-escapes',
        outcome: 'noted',
        title: `The link ${file.path} leads out of the revision.`,
        about,
        observed: file.target ?? '',
        advice: 'Make sure that its target is on every instance; if it is a folder, agent 1.8 copies what is in it.',
      },
    ]
  })
}

function few(remarks: readonly Remark[]): Remark[] {
  const [first] = remarks
  if (!first || remarks.length <= SHOWN) return [...remarks]
  return [
    ...remarks.slice(0, SHOWN),
    { ...first, title: `${remarks.length - SHOWN} more of this kind: ${first.code}.` },
  ]
}
