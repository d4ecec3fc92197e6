import { didYouMean, nearestName } from '../../../support/text/nearest.ts'
import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { Finding } from '../../../evidence/finding.ts'
import type { AppSpecProblem, Parsed, RevisionFacts, ServerAppSpec } from '../types.ts'
import { lintFiles } from './files.ts'
import { lintHooks } from './hooks.ts'
import { lintOverlooked } from './overlooked.ts'
import { lintPermissions } from './permissions.ts'
import { lintService } from './service.ts'
import { toFinding } from './say.ts'
import type { Remark } from './say.ts'
import { lintWindows } from './windows.ts'

/**
 * Judges a revision. Pure. The first finding says whether the AppSpec is valid. `fail`: the deployment will fail or differ from
 * the text; `inconclusive`: it depends on unknown facts; `noted`: it works.
 */
export function lintRevision(facts: RevisionFacts): Finding[] {
  return remarksOn(facts).map((remark) => toFinding(remark, facts))
}

function remarksOn(facts: RevisionFacts): Remark[] {
  const { parsed } = facts
  if (facts.unreadable !== undefined) {
    return [
      invalid(
        'appspec/unreadable',
        `The revision ${facts.name} cannot be used: ${facts.unreadable}`,
        'Correct what is named, and give a folder, a zip, a tar or a tgz with an appspec.yml at its top.',
      ),
    ]
  }
  if (!parsed) return missing(facts)
  if (!parsed.ok && facts.platform === 'server' && MARKED.test(facts.text ?? '')) return [marked(facts)]
  if (!parsed.ok) return parsed.problems.map((problem) => refused(problem, facts.parsed2))
  const { spec } = parsed
  const seen = [valid(spec.platform), ...lintOverlooked(facts)]
  if (spec.platform !== 'server') return [...seen, ...spec.unclear.map(doubtful), ...lintService(spec)]
  return [
    ...seen,
    ...nameIsFound(facts),
    ...something(spec),
    ...unknownKeys(spec.unknownKeys),
    ...agentsAgree(facts),
    ...(spec.os === 'windows'
      ? lintWindows(spec, facts)
      : [...lintHooks(spec, facts), ...lintFiles(spec, facts), ...lintPermissions(spec, facts)]),
  ]
}

function valid(platform: string): Remark {
  return {
    code: 'appspec/valid',
    outcome: 'pass',
    title: 'The AppSpec is understood.',
    about: platform,
    advice: 'Nothing to do.',
  }
}

function invalid(code: FindingCode, title: string, advice: string): Remark {
  return { code, outcome: 'fail', title, about: 'file', advice }
}

/** A byte order mark of UTF-8, and what the agent reads for one of UTF-16. */
const MARKED = /^(?:\uFEFF|\0\0)/

/** Observed with agent 1.8.1: the mark becomes a part of the first key. */
function marked({ appSpecFile, text }: RevisionFacts): Remark {
  return {
    code: 'appspec/invalid',
    outcome: 'fail',
    title: 'The AppSpec begins with a byte order mark: the agent takes it for a part of the first key, and fails.',
    about: 'file',
    expected: 'UTF-8 without a byte order mark',
    observed: text?.startsWith('\uFEFF') ? 'UTF-8 with a byte order mark' : 'UTF-16',
    advice: `Save ${appSpecFile} as UTF-8 without a byte order mark.`,
    at: { line: 1, column: 1 },
  }
}

function missing(facts: RevisionFacts): Remark[] {
  const other = [...facts.files.keys()].find((path) => /(^|\/)appspec\.(ya?ml|json)$/i.test(path))
  const observed = other ?? 'no AppSpec'
  const advice =
    other === undefined
      ? `Add ${facts.appSpecFile} at the top of the revision.`
      : `Rename or move it to ${facts.appSpecFile} at the top of the revision.`
  const yaml = other === 'appspec.yaml'
  return [
    {
      code: yaml ? 'appspec/file-name' : 'appspec/missing',
      outcome: 'fail',
      title: yaml
        ? 'Agent 1.8 finds appspec.yml only: with appspec.yaml every hook fails.'
        : `The revision has no ${facts.appSpecFile} at its top.`,
      about: 'file',
      expected: facts.appSpecFile,
      observed,
      advice,
    },
  ]
}

function nameIsFound(facts: RevisionFacts): Remark[] {
  const others = [...facts.files.keys()].filter((path) => OTHER_NAMES.test(path) && path !== facts.appSpecFile)
  return [...nameIsUsual(facts), ...others.map((other) => alsoThere(other, facts))]
}

const OTHER_NAMES = /^appspec\.(ya?ml|json)$/i

function alsoThere(other: string, { appSpecFile }: RevisionFacts): Remark {
  return {
    code: 'appspec/file-name',
    outcome: 'inconclusive',
    title: `The revision has ${appSpecFile} and ${other}: only ${appSpecFile} is read.`,
    about: `file/${other}`,
    expected: 'one AppSpec',
    observed: `${appSpecFile}, ${other}`,
    advice: `Remove the one that is not meant; what counts has to be in ${appSpecFile}.`,
  }
}

/** A deployment of such a revision succeeds, and changes nothing. */
function something({ files, hooks, unknownKeys: ignored }: ServerAppSpec): Remark[] {
  if (files.length > 0 || hooks.some(({ scripts }) => scripts.length > 0)) return []
  // The finding about the misspelt key has the cause.
  if (ignored.some(({ key }) => didYouMean(key, ['files', 'hooks']) !== '')) return []
  return [
    {
      code: 'appspec/nothing-to-do',
      outcome: 'inconclusive',
      title: 'The AppSpec installs no file and runs no script: a deployment would succeed without an effect.',
      about: 'file',
      expected: 'an entry of files, or a hook with a script',
      observed: 'none',
      advice: 'Write what the deployment is to install and to run; files and hooks stand at the left margin.',
    },
  ]
}

/** Only where the caller gave another name, which CodeDeploy itself does not support. */
function nameIsUsual(facts: RevisionFacts): Remark[] {
  if (facts.appSpecFile === 'appspec.yml') return []
  return [
    {
      code: 'appspec/file-name',
      outcome: 'inconclusive',
      title: `The AppSpec is called ${facts.appSpecFile}; agent 1.8 on an instance finds appspec.yml only, unless the deployment names it.`,
      about: 'file',
      expected: 'appspec.yml',
      observed: facts.appSpecFile,
      advice: 'Rename it to appspec.yml.',
    },
  ]
}

function refused(problem: AppSpecProblem, parsed2: Parsed | undefined): Remark {
  const octal = /^0[0-7]+$/.test(problem.read) && problem.message.includes('mode')
  const newer = parsed2?.ok ? ' (agent 2.x accepts it)' : ''
  return {
    code: octal ? 'appspec/mode-octal' : 'appspec/invalid',
    outcome: 'fail',
    title: `${problem.message}${newer}`,
    about: 'file',
    expected: problem.allowed,
    observed: problem.read,
    advice: octal ? `Write mode: "${problem.read}".` : `Write ${problem.allowed}.`,
    at: problem,
  }
}

function doubtful(problem: AppSpecProblem): Remark {
  return {
    code: 'appspec/unclear',
    outcome: 'inconclusive',
    title: problem.message,
    about: 'file',
    expected: problem.allowed,
    observed: problem.read,
    advice: `Write ${problem.allowed}.`,
    at: problem,
  }
}

/** Keys that are documented or similar to a key, and that the agent does not read. */
const MEANT: Readonly<Record<string, string>> = {
  user: 'name: the agent reads it as the user of a context',
  type: 'Type belongs to permissions',
}

const AGENT_KEYS = [
  'version',
  'os',
  'files',
  'hooks',
  'permissions',
  'source',
  'destination',
  'location',
  'timeout',
  'runas',
  'file_exists_behavior',
  'object',
  'pattern',
  'except',
  'owner',
  'group',
  'mode',
  'acls',
  'context',
  'type',
]

function unknownKeys(
  keys: readonly { readonly key: string; readonly line: number; readonly column: number }[],
): Remark[] {
  return keys.map((at) => {
    const near = nearestName(at.key, AGENT_KEYS)
    const step = near === undefined || near === at.key ? undefined : `Write ${near} instead of ${at.key}.`
    return {
      code: 'appspec/key-unknown',
      outcome: 'inconclusive',
      title: `The key ${at.key} is ignored${didYouMean(at.key, AGENT_KEYS)}`,
      about: `key/${at.key}`,
      observed: at.key,
      advice: MEANT[at.key] ?? step ?? 'Correct its spelling and its place, or remove it.',
      at,
    }
  })
}

/** What agent 1.8 accepts and agent 2 rejects. */
function agentsAgree(facts: RevisionFacts): Remark[] {
  if (!facts.parsed2 || facts.parsed2.ok) return []
  return facts.parsed2.problems.map((problem) => ({
    code: 'appspec/agent-2',
    outcome: 'inconclusive',
    title: `Agent 1.8 accepts this, agent 2.x refuses it: ${problem.message}`,
    about: 'file',
    expected: problem.allowed,
    observed: problem.read,
    advice: `Write ${problem.allowed}.`,
    at: problem,
  }))
}
