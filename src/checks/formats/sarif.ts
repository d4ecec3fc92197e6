import { z } from 'zod'
import { maybeNumber, maybeText, readJson } from './json.ts'
import { MESSAGE_LENGTH, reportOf, SARIF_LEVELS, type ReadReport, type SarifLevel, type TestCase } from './report.ts'
import { idOf, levelByRule, message, override, reference, rulesOf, tool } from './sarif-rules.ts'

/**
 * SARIF 2.1.0, the reports of scanners. A run passes where it has a list of results and none of the level that counts: an
 * empty list states that the tool scanned and found nothing, no list that it did not scan (section 3.14.23). What a run
 * says besides must not contradict: invocations without their success, or a list of examined files that is empty.
 */

const notification = z.looseObject({ level: maybeText, message: message.nullish() })
const invocation = z.looseObject({
  executionSuccessful: z.boolean().nullish(),
  exitSignalName: maybeText,
  exitSignalNumber: maybeNumber,
  processStartFailureMessage: maybeText,
  toolExecutionNotifications: z.array(notification).nullish(),
  toolConfigurationNotifications: z.array(notification).nullish(),
  ruleConfigurationOverrides: z.array(override).nullish(),
})
const result = z.looseObject({
  ruleId: maybeText,
  ruleIndex: maybeNumber,
  rule: reference.nullish(),
  kind: maybeText,
  level: maybeText,
  // Required; a scanner that leaves it out has found something nevertheless.
  message: message.nullish(),
  baselineState: maybeText,
  suppressions: z.array(z.looseObject({ status: maybeText })).nullish(),
  locations: z
    .array(
      z.looseObject({
        physicalLocation: z
          .looseObject({
            artifactLocation: z.looseObject({ uri: maybeText, uriBaseId: maybeText }).nullish(),
            region: z.looseObject({ startLine: maybeNumber }).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
})
const run = z.looseObject({
  tool,
  invocations: z.array(invocation).nullish(),
  /** The converter that made the report of another one. */
  conversion: z.looseObject({ invocation: invocation.nullish() }).nullish(),
  results: z.array(result).nullish(),
  artifacts: z.array(z.unknown()).nullish(),
  externalPropertyFileReferences: z
    .looseObject({
      results: z.array(z.unknown()).nullish(),
      invocations: z.array(z.unknown()).nullish(),
      driver: z.unknown().optional(),
      extensions: z.array(z.unknown()).nullish(),
      policies: z.array(z.unknown()).nullish(),
    })
    .nullish(),
})
const log = z.looseObject({
  version: z.literal('2.1.0'),
  runs: z.array(run),
  inlineExternalProperties: z.array(z.record(z.string(), z.unknown())).nullish(),
})

type Run = z.output<typeof run>
type Result = z.output<typeof result>

/** The level of a result: its own, that of an override, that of its rule, or `warning`; undefined where it is not known. */
function levelOf(one: Result, { tool: from, invocations, externalPropertyFileReferences: others }: Run) {
  if (one.level != null) return one.level
  const overrides = (invocations ?? []).flatMap(({ ruleConfigurationOverrides }) => ruleConfigurationOverrides ?? [])
  const areAllRead =
    others?.driver == null && (others?.extensions ?? []).length === 0 && (others?.policies ?? []).length === 0
  return levelByRule(one, from, overrides, { areAllRead })
}

/** Suppressed: each suppression is accepted, which is what one without a status is. */
function isSuppressed({ suppressions }: Result): boolean {
  return (
    (suppressions ?? []).length > 0 && (suppressions ?? []).every(({ status }) => (status ?? 'accepted') === 'accepted')
  )
}

/** Whether results of a level are failures; undefined where the level is not known. */
function counts(level: string | undefined, least: SarifLevel): boolean | undefined {
  if (level === 'none') return false
  const known = SARIF_LEVELS.indexOf(level as SarifLevel)
  return known === -1 ? undefined : known <= SARIF_LEVELS.indexOf(least)
}

function outcomeOf(one: Result, from: Run, least: SarifLevel): TestCase['outcome'] {
  if (one.baselineState === 'absent' || isSuppressed(one)) return 'skipped'
  const kind = one.kind ?? 'fail'
  if (kind === 'open' || kind === 'review') return 'unclear'
  if (kind === 'pass' || kind === 'notApplicable') return 'skipped'
  // Without a level it has none; one that it states is that of a problem.
  if (kind === 'informational') return one.level == null || counts(one.level, least) === false ? 'skipped' : 'unclear'
  if (kind !== 'fail') return 'unclear'
  const counted = counts(levelOf(one, from), least)
  return counted === undefined ? 'unclear' : counted ? 'failed' : 'skipped'
}

function messageOf(one: Result, from: Run): string {
  const [found] = rulesOf(one, from.tool)
  const { text: own, id, markdown, arguments: values } = one.message ?? {}
  const template = own ?? (id == null ? undefined : found?.messageStrings?.[id]?.text)
  const text = template?.replaceAll(/\{(\d+)\}/g, (all, index: string) => values?.[Number(index)] ?? all)
  return (text ?? markdown ?? found?.shortDescription?.text ?? 'no message').slice(0, MESSAGE_LENGTH)
}

function caseOf(one: Result, from: Run, least: SarifLevel): TestCase {
  const place = one.locations?.[0]?.physicalLocation
  const uri = place?.artifactLocation?.uri
  const line = place?.region?.startLine
  const outcome = outcomeOf(one, from, least)
  const text = messageOf(one, from)
  return {
    suite: '',
    className: from.tool.driver.name,
    name: idOf(one) ?? rulesOf(one, from.tool)[0]?.id ?? 'a result without a rule',
    outcome,
    message:
      outcome === 'unclear'
        ? `its kind is ${one.kind ?? 'fail'}, its level ${one.level ?? 'not stated'}: ${text}`
        : text,
    ...(uri != null && { file: pathOf(uri) }),
    ...(line != null && line > 0 && { line }),
  }
}

/** A path of the workspace, or an absolute one; other URIs stay as they are. */
function pathOf(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^file:\/\//, ''))
  } catch {
    return uri
  }
}

/** Why a run is not proof although it has no result that counts. */
function doubtsOf(from: Run): string[] {
  const invocations = from.invocations ?? []
  const notes = invocations.flatMap((each) => [
    ...(each.toolExecutionNotifications ?? []),
    ...(each.toolConfigurationNotifications ?? []),
  ])
  const doubts = notes
    .filter(({ level }) => level === 'error')
    .map((each) => `the tool reports an error: ${each.message?.text ?? each.message?.markdown ?? 'no message'}`)
  if (from.conversion?.invocation?.executionSuccessful === false)
    doubts.push('the report was not converted to its end: executionSuccessful is false')
  if (invocations.some(({ executionSuccessful }) => executionSuccessful === false))
    doubts.push('the tool did not run to its end: executionSuccessful is false')
  const ended = invocations.map(
    (each) => each.processStartFailureMessage ?? each.exitSignalName ?? each.exitSignalNumber ?? undefined,
  )
  for (const end of ended)
    if (end !== undefined)
      doubts.push(`the tool did not run to its end: ${typeof end === 'number' ? `signal ${end}` : end}`)
  if ((from.externalPropertyFileReferences?.invocations ?? []).length > 0)
    doubts.push('its invocations are in other files, which are not read')
  if (from.results == null) doubts.push('the run has no list of results: nothing was scanned')
  if (from.results?.length === 0) {
    const examined = from.artifacts?.length
    const succeeded =
      invocations.length > 0 && invocations.every(({ executionSuccessful }) => executionSuccessful != null)
    if (invocations.length > 0 && !succeeded && !examined) doubts.push('an invocation does not state that it succeeded')
    if (invocations.length === 0 && examined === 0) doubts.push('the run states that it examined no file')
  }
  return doubts
}

function casesOf(from: Run, least: SarifLevel): TestCase[] {
  const results = (from.results ?? []).map((one) => caseOf(one, from, least))
  const about = { suite: '', className: from.tool.driver.name, name: 'scan' }
  const doubts = doubtsOf(from).map((doubt): TestCase => ({
    ...about,
    outcome: 'unclear',
    message: doubt.slice(0, MESSAGE_LENGTH),
  }))
  if (doubts.length > 0) return [...results, ...doubts]
  const clean = results.every(({ outcome }) => outcome === 'skipped')
  return clean ? [...results, { ...about, outcome: 'passed' }] : results
}

/** Of the properties that may stand outside of a run: those by which it is judged. */
const JUDGED_BY = new Set(['results', 'invocations', 'driver', 'extensions', 'policies', 'conversion'])

export const parseReport: ReadReport = async (bytes, options) => {
  const read = readJson(bytes, log)
  if ('problem' in read) return read
  if (read.value.runs.some((each) => (each.externalPropertyFileReferences?.results ?? []).length > 0))
    return { problem: 'its results are in other files, which are not read' }
  const inline = (read.value.inlineExternalProperties ?? []).flatMap((each) => Object.keys(each))
  const judging = inline.find((name) => JUDGED_BY.has(name))
  if (judging !== undefined) return { problem: `it has ${judging} in inlineExternalProperties, which are not read` }
  return reportOf(read.value.runs.flatMap((each) => casesOf(each, options['sarif-level'])))
}
