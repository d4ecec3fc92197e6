import type { Finding } from '../../evidence/finding.ts'
import type { ChangeSetFacts } from '../../cloudformation/change-sets/change-set.ts'
import type { DeclaredImport } from '../../cloudformation/exports.ts'
import type { EnvironmentFacts, ExportAtRisk, ExportFacts, Rule, StackExports } from '../contract.ts'
import { judgeNewExports } from '../new-exports.ts'

const SHOWN = 5

/**
 * CloudFormation refuses to remove or change an export that another stack imports, and fails a resource that imports an
 * export which does not exist. It tells neither in the change set.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export const rule: Rule = {
  meta: {
    code: 'template/exports',
    title: 'Every import has an export, and no export in use changes',
    docs:
      'A change set does not say that an imported export is missing, nor that an export which another stack imports ' +
      'would be removed or changed, nor that another stack exports the name: all fail during the deployment. The exports of the account and region are listed, ' +
      'and for each export that the release removes or changes, the stacks that import it.',
    codes: [
      'exports/in-use',
      'exports/perhaps-in-use',
      'exports/taken',
      'exports/kept',
      'imports/missing',
      'imports/not-checked',
      'imports/found',
    ],
  },
  judge(facts) {
    return [
      ...facts.environments.flatMap((environment) =>
        environment.exports === undefined
          ? []
          : environment.exports.stacks.flatMap((stack) => [
              ...judgeExports(environment, environment.exports as ExportFacts, stack),
              ...judgeImports(environment, environment.exports as ExportFacts, stack),
              ...judgeRemarks(environment, environment.exports as ExportFacts, stack),
            ]),
      ),
      ...judgeNewExports(facts.environments),
    ]
  },
}

const WORDS: Readonly<Record<ExportAtRisk['risk'], string>> = {
  removed: 'would remove',
  changed: 'would change',
  'perhaps-removed': 'might remove',
  'perhaps-changed': 'might change',
}

function judgeExports({ environment }: EnvironmentFacts, facts: ExportFacts, own: StackExports): Finding[] {
  return own.atRisk.map(({ name, risk, source }): Finding => {
    const importers = importersOf(facts, own, name)
    const left = importers.filter((importer) => !stopsBefore(facts, own, importer, name))
    const base = {
      subject: `stack/${own.stack}/export/${name}`,
      expected: risk.endsWith('removed') ? 'the export, or no stack that imports it' : 'the same value, or no importer',
      source,
      details: { environment: environment.key },
    }
    if (left.length === 0) {
      return {
        ...base,
        code: 'exports/kept',
        outcome: 'pass',
        title: `${environment.key}: ${own.stackName} ${WORDS[risk]} the export ${name}, which no other stack imports`,
        observed: importers.length === 0 ? 'no importer' : `${importers.join(', ')} no longer imports it by then`,
      }
    }
    const certain = risk === 'removed' || risk === 'changed'
    const [first = ''] = left
    return {
      ...base,
      code: certain ? 'exports/in-use' : 'exports/perhaps-in-use',
      outcome: certain ? 'fail' : 'inconclusive',
      title: `${environment.key}: the update of ${own.stackName} ${WORDS[risk]} the export ${name}, which ${some(left)} imports`,
      observed: `imported by ${left.join(', ')} in ${placeOf(own, environment.region)}`,
      advice:
        `Deploy ${first} without Fn::ImportValue of ${name} first, or keep the export. ` +
        `See the importers: \`aws cloudformation list-imports --export-name ${name} --region ${environment.region}\`.`,
    }
  })
}

/** The stacks that import the export: those that CloudFormation lists, and those whose template of this release does. */
function importersOf(facts: ExportFacts, own: StackExports, name: string): string[] {
  const ofRelease = facts.stacks.filter((stack) => stack !== own && stack.imports.some((each) => each.name === name))
  return [...new Set([...(facts.importers.get(name) ?? []), ...ofRelease.map(({ stackName }) => stackName)])]
}

/** Whether a stack of this release that is deployed before this one stops importing the export. */
function stopsBefore(facts: ExportFacts, own: StackExports, importer: string, name: string): boolean {
  const at = facts.stacks.findIndex(({ stackName }) => stackName === importer)
  const before = facts.stacks.findIndex(({ stack }) => stack === own.stack)
  const stack = facts.stacks[at]
  return (
    stack !== undefined && at < before && stack.imports.every((each) => each.name !== undefined && each.name !== name)
  )
}

function judgeImports({ environment }: EnvironmentFacts, facts: ExportFacts, own: StackExports): Finding[] {
  if (own.imports.length === 0) return []
  const subject = `stack/${own.stack}/imports`
  const details = { environment: environment.key }
  const removed = new Set(
    facts.stacks.flatMap(({ atRisk }) => atRisk.flatMap(({ name, risk }) => (risk === 'removed' ? [name] : []))),
  )
  // An export that this release removes exists today, and not when it is imported.
  const existing = new Set(facts.exports.flatMap(({ name }) => (removed.has(name) ? [] : [name])))
  const at = facts.stacks.indexOf(own)
  const madeBefore = new Set(
    facts.stacks
      .slice(0, at)
      .flatMap(({ declared }) =>
        declared.flatMap(({ name, made }) => (made === true && name !== undefined ? [name] : [])),
      ),
  )
  const unknown = own.imports.filter(({ name }) => name === undefined)
  const known = own.imports.filter((each): each is DeclaredImport & { name: string } => each.name !== undefined)
  const missing = known.filter(({ name }) => !existing.has(name) && !madeBefore.has(name))
  const findings = missing.map(({ name, logicalId, source }): Finding => ({
    code: 'imports/missing',
    outcome: 'fail',
    title: `${environment.key}: ${logicalId} of ${own.stackName} imports ${name}, which ${removed.has(name) ? 'this release removes' : `no stack of ${environment.region} exports`}`,
    subject: `${subject}/${name}`,
    expected: `an export ${name}`,
    observed: removed.has(name) ? 'an export that this release removes' : `${existing.size} exports, none of that name`,
    advice: nearestAdvice(facts, own, name),
    source,
    details,
  }))
  if (unknown.length > 0) {
    findings.push({
      code: 'imports/not-checked',
      outcome: 'noted',
      title: `${environment.key}: ${unknown.length} of ${own.imports.length} imports of ${own.stackName} were not checked`,
      subject,
      expected: 'names that are known before the deployment',
      observed: some(unknown.map(({ logicalId, expression }) => `${logicalId}: ${expression}`)),
      details,
    })
  }
  if (missing.length === 0 && known.length > 0) {
    const pending = known.filter(({ name }) => !existing.has(name)).length
    findings.push({
      code: 'imports/found',
      outcome: 'pass',
      title: `${environment.key}: the exports that ${own.stackName} imports exist`,
      subject,
      expected: 'an export for each import',
      observed: `${known.length - pending} exist${pending === 0 ? '' : `, ${pending} made by this release`}`,
      details,
    })
  }
  return findings
}

/** CloudFormation resolves imports for its description of a change set, also those of nested stacks and of included texts. */
const NO_EXPORT = /\bNo export named ([A-Za-z0-9:-]+)/g

/** Imports that the template of the stack does not show, and of which CloudFormation remarks that the export is missing. */
function judgeRemarks({ environment, stacks }: EnvironmentFacts, facts: ExportFacts, own: StackExports): Finding[] {
  const changeSet = stacks.find(({ stack }) => stack.id === own.stack)?.facts
  if (changeSet === undefined) return []
  const told = new Set(own.imports.flatMap(({ name }) => name ?? []))
  const made = new Set(
    facts.stacks.flatMap(({ declared }) => declared.flatMap(({ name }) => (name === undefined ? [] : [name]))),
  )
  const remarks = placesOf(changeSet, own.stackName).flatMap(({ place, incomplete }) =>
    incomplete.flatMap((text) => [...text.matchAll(NO_EXPORT)].map(([, name = '']) => ({ place, name }))),
  )
  const missing = new Map(
    remarks.filter(({ name }) => !told.has(name) && !made.has(name)).map((each) => [each.name, each]),
  )
  // An export of another nested stack is in no template that was read. A stack makes its own after those that it holds.
  const nestedPlaces = stacks.flatMap(({ stack, facts: its }) => (its ? placesOf(its, stack.name).slice(1) : []))
  const mayBeMadeBeside = (place: string): boolean =>
    nestedPlaces.some((other) => !`${place}/`.startsWith(`${other.place}/`))
  return [...missing.values()].map(({ place, name }): Finding => {
    const isCertain = !mayBeMadeBeside(place)
    return {
      code: 'imports/missing',
      outcome: isCertain ? 'fail' : 'inconclusive',
      title: `${environment.key}: ${place} imports ${name}, which ${isCertain ? `no stack of ${environment.region} exports` : 'no stack exports as yet'}`,
      subject: `stack/${own.stack}/imports/${name}`,
      expected: `an export ${name}`,
      observed: `CloudFormation: No export named ${name}`,
      advice: isCertain
        ? `Deploy the stack that exports ${name} to this account and region first, or correct the name.`
        : `Where another nested stack of this release makes ${name}, pass the value as an output and a parameter in place of the import; otherwise deploy the stack that exports it first.`,
      details: { environment: environment.key },
    }
  })
}

/** The change set and those of its nested stacks, however deep. */
function placesOf(
  { incomplete, nested }: ChangeSetFacts,
  place: string,
): { readonly place: string; readonly incomplete: readonly string[] }[] {
  return [{ place, incomplete }, ...nested.flatMap((child) => placesOf(child, `${place}/${child.logicalId}`))]
}

function nearestAdvice(facts: ExportFacts, own: StackExports, name: string): string {
  const later = facts.stacks.find((stack) => stack !== own && stack.declared.some((each) => each.name === name))
  return later === undefined
    ? `Deploy the stack that exports ${name} to this account and region first, or correct the name.`
    : `${later.stackName} of this release exports it: add \`depends-on: [${later.stack}]\` to the stack ${own.stack}.`
}

function placeOf({ account }: StackExports, region: string): string {
  return account === undefined ? region : `account ${account}, ${region}`
}

function some(texts: readonly string[]): string {
  const more = texts.length - SHOWN
  return `${texts.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
