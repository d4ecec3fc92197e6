import type { Finding } from '../evidence/finding.ts'
import { showDuration } from '../support/text/durations.ts'
import { oneLine, plural } from '../support/text/text.ts'
import type { AlarmFacts } from './read.ts'
import type { DecidingFacts, WatchedAlarm } from './watch.ts'

/** What alarms prove. Pure. */

const REASON_LENGTH = 200

/** The words for where the alarms are named, and since when they are watched. */
export interface AlarmWords {
  /** `after the deployment` */
  readonly when: string
  readonly rangSince: string
  /** `the deployment group names the alarm errors, which does not exist` */
  readonly named: string
  readonly ifMissing: string
  readonly ifUnknown: string
  readonly ifTooShort: string
  readonly ifSilent: string
}

const OF_GROUP: AlarmWords = {
  when: 'after the deployment',
  rangSince: 'since the deployment started',
  named: 'the deployment group',
  ifMissing: 'Create the alarm, or take it out of the deployment group.',
  ifUnknown: 'Let the deployment group use an alarm on a metric or on metric math as well, or run the job again.',
  ifTooShort:
    'Give the deployment a `timeout` that is as long as the alarm needs, or let its group use an alarm with shorter periods instead.',
  ifSilent:
    'Send requests to the environment while it is deployed to, or add an alarm to the deployment group whose metric always has data, such as UnHealthyHostCount of a target group.',
}

/** What a state means: whether the alarm stands against a deployment, and whether it can say anything. */
export function kindOfState(state: string): 'ok' | 'active' | 'no-data' | 'missing' | 'unknown' {
  switch (state) {
    case 'OK':
      return 'ok'
    case 'ALARM':
      return 'active'
    case 'INSUFFICIENT_DATA':
      return 'no-data'
    case 'missing':
      return 'missing'
    default:
      return 'unknown'
  }
}

/** A state with its reason, for people. */
export function showState({ state, reason }: AlarmFacts): string {
  return reason === '' ? state : `${state}: ${oneLine(reason, REASON_LENGTH)}`
}

/**
 * What forbids to deploy into an environment. That an alarm is OK or has no data yet says nothing about the release: it
 * is watched afterwards.
 */
export function judgeAlarmsBefore(subject: string, alarms: readonly AlarmFacts[]): Finding[] {
  return alarms.flatMap((alarm) => judgeState(subject, alarm, { ...OF_GROUP, when: 'before the deployment' }) ?? [])
}

/**
 * What the alarms of one deployment group prove after a deployment. An alarm proves something when it was watched for as
 * long as it needs, had data and did not ring. One without data is inconclusive; in a group it is noted where another one proves
 * something and it had no data before the deployment either.
 */
export function judgeAlarmsAfter(
  subject: string,
  watched: readonly WatchedAlarm[],
  words: AlarmWords = OF_GROUP,
  { isGroup = true }: { readonly isGroup?: boolean } = {},
): Finding[] {
  const rang = watched.some((each) => isActive(each))
  const proving = (isGroup ? watched : [])
    .filter((each) => judgeWatched(subject, each, [], words).outcome === 'pass')
    .map(({ alarm }) => alarm)
  return (
    watched
      .map((each) => judgeWatched(subject, each, proving, words))
      // The watch ends when an alarm rings: that the others were watched for less time is not a finding of its own.
      .filter(({ code }) => !rang || code !== 'alarm/watch-too-short')
  )
}

const isActive = ({ alarm, history: { rang } }: WatchedAlarm): boolean => rang !== undefined || alarm.state === 'ALARM'

function judgeWatched(
  subject: string,
  watched: WatchedAlarm,
  proving: readonly AlarmFacts[],
  words: AlarmWords,
): Finding {
  const { alarm, watchedUntil, deciding } = watched
  const { rang, unclear } = watched.history
  const { when } = words
  if (rang !== undefined && alarm.state !== 'ALARM') {
    const at = rang.at === undefined ? words.rangSince : `at ${rang.at.toISOString()}`
    return active(
      subject,
      alarm,
      `${alarm.name} was in ALARM ${at}`,
      `ALARM ${at}: ${oneLine(rang.reason, REASON_LENGTH)}`,
    )
  }
  const byState = judgeState(subject, alarm, words)
  if (byState) return byState
  const { name } = alarm
  const about = { ...aboutOf(subject, alarm), expected: 'OK, with data for as long as it evaluates' }
  if (unclear !== undefined) {
    return {
      ...about,
      code: 'alarm/unknown',
      outcome: 'inconclusive',
      title: `${name} changed its state ${words.rangSince}, and CloudWatch does not say which state it was`,
      observed: `${oneLine(unclear, REASON_LENGTH)}; ${showState(alarm)}`,
      advice: lookAt(name),
    }
  }
  const trouble = troubleOf(watched)
  if (trouble !== undefined) {
    return {
      ...about,
      code: 'alarm/not-evaluated',
      outcome: 'inconclusive',
      title: `${name} was not evaluated completely ${when}: ${oneLine(trouble)}`,
      observed: `${oneLine(trouble)}; ${showState(alarm)}`,
      advice: lookAt(name),
    }
  }
  const unread = deciding?.find(({ after }) => 'unknown' in after)
  if (deciding === undefined || deciding.length === 0 || unread !== undefined) {
    const why =
      unread !== undefined && 'unknown' in unread.after
        ? oneLine(unread.after.unknown, REASON_LENGTH)
        : 'it does not say on which metrics, periods and datapoints it decides'
    return {
      ...about,
      code: 'alarm/data-unknown',
      outcome: 'inconclusive',
      title: `whether ${name} had data ${when} is not known`,
      observed: `${alarm.state}; ${why}`,
      advice: words.ifUnknown,
    }
  }
  const slow = deciding.filter(({ window }) => window.readableAt > watchedUntil)
  if (slow.length > 0) return tooShort(about, alarm, slow, watchedUntil, words)
  const silent = deciding.filter(({ after, evaluation }) => 'count' in after && after.count < evaluation.datapoints)
  if (silent.length > 0 || undecided([alarm, ...deciding.map((each) => each.alarm)]).length > 0)
    return noData(about, { alarm, deciding, silent, proving, words })
  return {
    ...about,
    code: 'alarm/ok',
    outcome: 'pass',
    title: `${name} was OK ${when}, and had data`,
    observed: `OK; ${deciding.map(showData).join('; ')}`,
  }
}

/** What is wrong with the evaluation of an alarm, or of one of its rule. */
function troubleOf({ alarm, deciding = [], changed }: WatchedAlarm): string | undefined {
  if (alarm.trouble !== undefined) return alarm.trouble
  const [other] = changed
  if (other !== undefined)
    return `${other === alarm.name ? 'its definition' : `the definition of ${other}`} was changed while it was watched`
  const below = deciding.map((each) => each.alarm).filter(({ name }) => name !== alarm.name)
  const [odd] = below.filter(
    ({ trouble, state }) => trouble !== undefined || /^(missing|unknown)$/.test(kindOfState(state)),
  )
  return odd && `${odd.name} of its rule: ${odd.trouble ?? odd.state}`
}

/** Names of the alarms that do not decide. */
const undecided = (alarms: readonly AlarmFacts[]): string[] => [
  ...new Set(alarms.filter(({ state }) => kindOfState(state) === 'no-data').map(({ name }) => name)),
]

/** What a state decides without any data; undefined for OK and INSUFFICIENT_DATA. */
function judgeState(subject: string, alarm: AlarmFacts, words: AlarmWords): Finding | undefined {
  const { when } = words
  const { name } = alarm
  const about = { ...aboutOf(subject, alarm), expected: 'OK', observed: showState(alarm) }
  switch (kindOfState(alarm.state)) {
    case 'ok':
    case 'no-data':
      return undefined
    case 'active':
      return active(subject, alarm, `${name} was in ALARM ${when}`, about.observed)
    case 'missing':
      return {
        ...about,
        code: 'alarm/missing',
        outcome: 'fail',
        title: `${words.named} names the alarm ${name}, which does not exist`,
        advice: words.ifMissing,
      }
    case 'unknown':
      return {
        ...about,
        code: 'alarm/unknown',
        outcome: 'inconclusive',
        title: `${name} was in an unknown state ${when}`,
        advice: lookAt(name),
      }
  }
}

function active(subject: string, alarm: AlarmFacts, title: string, observed: string): Finding {
  return {
    ...aboutOf(subject, alarm),
    code: 'alarm/active',
    outcome: 'fail',
    title,
    expected: 'OK',
    observed,
    advice: `See \`aws cloudwatch describe-alarm-history --alarm-name ${alarm.name}\` and what the alarm measures, before deploying again.`,
  }
}

type About = Pick<Finding, 'subject' | 'expected'>

function tooShort(
  about: About,
  { name }: AlarmFacts,
  slow: readonly DecidingFacts[],
  watchedUntil: number,
  { ifTooShort }: AlarmWords,
): Finding {
  const [slowest] = slow.toSorted((left, right) => right.window.readableAt - left.window.readableAt)
  const needs = slowest === undefined ? '' : showEvaluation(slowest)
  const missing = showDuration((slowest?.window.readableAt ?? watchedUntil) - watchedUntil)
  return {
    ...about,
    code: 'alarm/watch-too-short',
    outcome: 'inconclusive',
    title: `${name} was watched for less time than it needs`,
    observed: `the watch ended ${missing} too early for ${needs}`,
    advice: ifTooShort,
  }
}

interface NoData {
  readonly alarm: AlarmFacts
  readonly deciding: readonly DecidingFacts[]
  readonly silent: readonly DecidingFacts[]
  readonly proving: readonly AlarmFacts[]
  readonly words: AlarmWords
}

function noData(about: About, { alarm, deciding, silent, proving, words }: NoData): Finding {
  const { name, state } = alarm
  // What was read before the deployment and is not known counts as data that may have been lost.
  const lost = silent.filter(({ before }) => before !== undefined && !('count' in before && before.count === 0))
  const others = proving.filter((other) => other.name !== name).map((other) => other.name)
  const noted = others.length > 0 && lost.length === 0
  const what =
    silent.length === 0
      ? `did not decide although there were data: ${undecided([alarm, ...deciding.map((each) => each.alarm)]).join(', ')} in INSUFFICIENT_DATA`
      : silent.every(({ after }) => 'count' in after && after.count === 0)
        ? `had no data ${words.when}`
        : `had too few data ${words.when}`
  const hadBefore = lost.length > 0 ? ', but may have had some before it' : ''
  return {
    ...about,
    code: 'alarm/no-data',
    outcome: noted ? 'noted' : 'inconclusive',
    title: `${name} ${what}${hadBefore}`,
    observed: `${state}; ${(silent.length > 0 ? silent : deciding).map(showData).join('; ')}${noted ? `; ${others.join(', ')} had data` : ''}`,
    advice:
      lost.length > 0
        ? `See whether the new version still reports what ${lost.map((each) => each.alarm.name).join(', ')} measures, and whether requests reach it.`
        : words.ifSilent,
  }
}

const aboutOf = (subject: string, { name }: AlarmFacts): Pick<Finding, 'subject'> => ({
  subject: `${subject}/alarm/${name}`,
})

const lookAt = (name: string): string => `See \`aws cloudwatch describe-alarms --alarm-names ${name}\`.`

/** `errors: data in 2 of 2 periods of 1 min from 2026-11-01T12:01:00.000Z (needed: 1)`. */
function showData({ alarm: { name }, evaluation, window, after, before }: DecidingFacts): string {
  const { period, datapoints } = evaluation
  const count = Math.round((window.to - window.from) / period)
  const seen = 'count' in after ? `${after.count} of ${plural(count, 'period')}` : `? of ${plural(count, 'period')}`
  const by = 'count' in after && after.by !== undefined ? ` of ${after.by}` : ''
  const earlier =
    before === undefined ? '' : `, before the deployment in ${'count' in before ? before.count : 'an unknown number'}`
  const from = new Date(window.from).toISOString()
  return `${name}: data${by} in ${seen} of ${showDuration(period)} from ${from} (needed: ${datapoints})${earlier}`
}

function showEvaluation({ alarm: { name }, evaluation: { period, periods } }: DecidingFacts): string {
  return `${name}, which evaluates ${plural(periods, 'period')} of ${showDuration(period)} that begin after the deployment`
}
