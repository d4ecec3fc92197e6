import type { Finding } from '../../../evidence/finding.ts'
import type { AppSpecProblem, Parsed, RevisionFacts } from '../types.ts'
import { lintFiles } from './files.ts'
import { lintHooks } from './hooks.ts'
import { lintPermissions } from './permissions.ts'
import { lintService } from './service.ts'
import { toFinding } from './say.ts'
import type { Remark } from './say.ts'

/**
 * What a careful colleague says about a revision. Pure. The first finding tells whether the AppSpec is one at all. A
 * `fail` will fail or do other than is written, `inconclusive` depends on what is not known here, and a `pass` with
 * advice works: take it as a hint.
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
  if (!parsed.ok) return parsed.problems.map((problem) => refused(problem, facts.parsed2))
  const { spec } = parsed
  if (spec.platform !== 'server') return [valid(spec.platform), ...spec.unclear.map(doubtful), ...lintService(spec)]
  return [
    valid(spec.platform),
    ...nameIsFound(facts),
    ...unknownKeys(spec.unknownKeys),
    ...agentsAgree(facts),
    ...lintHooks(spec, facts),
    ...lintFiles(spec, facts),
    ...lintPermissions(spec, facts),
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

function invalid(code: string, title: string, advice: string): Remark {
  return { code, outcome: 'fail', title, about: 'file', advice }
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

/** Only where the caller asked for another name: CodeDeploy itself knows no such choice. */
function nameIsFound(facts: RevisionFacts): Remark[] {
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

/** Keys that are documented or near to it, and read by nobody. */
const MEANT: Readonly<Record<string, string>> = {
  user: 'name: the agent reads it as the user of a context',
  type: 'Type belongs to permissions',
}

function unknownKeys(
  keys: readonly { readonly key: string; readonly line: number; readonly column: number }[],
): Remark[] {
  return keys.map((at) => ({
    code: 'appspec/key-unknown',
    outcome: 'inconclusive',
    title: `Nobody reads the key ${at.key}.`,
    about: `key/${at.key}`,
    observed: at.key,
    advice: MEANT[at.key] ?? 'Correct its spelling and its place, or remove it.',
    at,
  }))
}

/** What the agent before 2 accepts and 2 refuses. */
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
