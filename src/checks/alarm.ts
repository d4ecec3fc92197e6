import { z } from 'zod'
import { judgeAlarmsAfter, type AlarmWords } from '../alarms/judge.ts'
import { findAlarms, readMutes } from '../alarms/read.ts'
import { judgeSilenced } from '../alarms/silenced.ts'
import { watchAlarms, type WatchedAlarm } from '../alarms/watch.ts'
import { verdictOf } from '../evidence/verdict.ts'
import { duration, oneOrMore, text } from '../support/option-types.ts'
import { showDuration } from '../support/text/durations.ts'
import { listed, plural } from '../support/text/text.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'

/** Most alarms need less; one that needs longer is not waited for where `for` is not given. */
const LONGEST_WATCH_MS = 30 * 60_000
/** For the calls, beside the watch. */
const CALLS_MS = 5 * 60_000
const NAMED_AT_MOST = 5

interface Options {
  readonly alarm: readonly string[]
  readonly for?: number | undefined
  readonly actions: 'required' | 'ignored'
}

interface Watched extends WatchedAlarm {
  /** Mute rules that apply to it. */
  readonly mutes: readonly string[]
}

interface Facts {
  readonly name: string
  /** Whether a deployment of this run is known; otherwise the watch began with the check. */
  readonly afterDeployment: boolean
  /** Milliseconds from the beginning of the window until the watch ended. */
  readonly watchedFor: number
  readonly unmatched: readonly string[]
  readonly watched: readonly Watched[]
}

export const check = defineCheck({
  meta: {
    name: 'alarm',
    title: 'Alarms stay quiet after the deployment',
    docs: 'Watches CloudWatch alarms from the end of the deployment and reads their history: one that was in ALARM at any time since the deployment began fails, also where it is OK again. An alarm passes if it had data, was evaluated, and was watched for as long as it needs; one without data, with an evaluation that failed or was changed, or whose actions are disabled, muted or suppressed is inconclusive. One that has no action at all passes by its state, as alarms that a deployment group watches do, and is named. Of a composite alarm each alarm of its rule must have data and be evaluated. A pattern that matches no alarm is an error.',
    kind: 'deployment',
    runsUserCode: false,
  },
  shape: () => ({
    alarm: oneOrMore(text).describe('Names of alarms; `*` in a name is any text: `shop-{environment}-*`.'),
    for: duration
      .optional()
      .describe(
        'How long the alarms are watched, from the end of the deployment. Default: as long as they need for one evaluation, 30 minutes at most.',
      ),
    actions: z
      .enum(['required', 'ignored'])
      .default('required')
      .describe('Whether an alarm whose actions are disabled, muted or suppressed is inconclusive.'),
  }),
  nameOf: ({ alarm }: Options) => `${listed(alarm, NAMED_AT_MOST)} ${alarm.length === 1 ? 'stays' : 'stay'} quiet`,
  timeoutOf: (options: Options) => (options.for ?? LONGEST_WATCH_MS) + CALLS_MS,
  observe,
  judge,
})

async function observe(options: Options, context: CheckContext): Promise<Facts> {
  const { ports, access, deployed, signal, name } = context
  const { clock, log } = ports
  const alarms = await ports.connect.alarms(access)
  const begin = deployed?.endedAt ?? clock.now()
  const since = deployed?.startedAt ?? begin
  const names = new Set<string>()
  const unmatched: string[] = []
  for (const wanted of options.alarm) {
    const found = wanted.includes('*') ? await findAlarms(alarms, wanted) : [wanted]
    if (found.length === 0) unmatched.push(wanted)
    for (const each of found) names.add(each)
  }
  const mutes = new Map<string, Set<string>>()
  const readAllMutes = async (): Promise<void> => {
    if (options.actions === 'ignored') return
    for (const each of names) {
      const known = mutes.get(each) ?? new Set()
      for (const rule of await readMutes(alarms, each, begin)) known.add(rule)
      mutes.set(each, known)
    }
  }
  // A mute that ends during the watch counts, too.
  await readAllMutes()
  const watched = await watchAlarms({ alarms, clock, log, cancelled: signal }, [...names], {
    since,
    begin,
    atLeast: options.for ?? 0,
    limit: options.for ?? LONGEST_WATCH_MS,
  })
  await readAllMutes()
  return {
    name,
    afterDeployment: deployed !== undefined,
    watchedFor: clock.now().getTime() - begin.getTime(),
    unmatched,
    watched: watched.map((each) => ({ ...each, mutes: [...(mutes.get(each.alarm.name) ?? [])] })),
  }
}

const wordsFor = (afterDeployment: boolean): AlarmWords => ({
  when: afterDeployment ? 'after the deployment' : 'during the check',
  rangSince: afterDeployment ? 'since the deployment started' : 'during the check',
  named: 'the check',
  ifMissing: 'Create the alarm, or correct its name in the check.',
  ifUnknown: 'Name an alarm on a metric or on metric math as well, or run the job again.',
  ifTooShort: 'Give the check a longer `for`, or use an alarm with shorter periods.',
  ifSilent:
    'Send requests to the environment while the alarm is watched (a `load` check before it does), or name an alarm whose metric always has data, such as UnHealthyHostCount of a target group.',
})

/** The state proves that it stayed quiet; an alarm without an action would not have notified anybody. */
function withoutActions(watched: readonly Watched[]): string {
  const names = watched
    .filter(({ alarm: { metric, composite } }) => (metric ?? composite)?.AlarmActions?.length === 0)
    .map(({ alarm: { name } }) => name)
  return names.length === 0 ? '' : `; without any action: ${listed(names, NAMED_AT_MOST)}`
}

function judge({ actions, alarm }: Options, facts: Facts): Judgement {
  const { name, afterDeployment, watchedFor, unmatched, watched } = facts
  const expected = `${listed(alarm, NAMED_AT_MOST)}: OK with data${actions === 'required' ? ', its actions not silenced' : ''}`
  const [nothing] = unmatched
  if (nothing !== undefined || watched.length === 0) {
    return {
      outcome: 'error',
      title: `no alarm matches ${listed(unmatched, NAMED_AT_MOST)}`,
      expected,
      observed: `no alarm of ${plural(unmatched.length, 'pattern')}, ${plural(watched.length, 'alarm')} of the others`,
      advice: `Correct the pattern: \`aws cloudwatch describe-alarms --alarm-name-prefix '${(nothing ?? '').split('*')[0]}' --alarm-types MetricAlarm CompositeAlarm\`.`,
    }
  }
  const words = wordsFor(afterDeployment)
  const subject = `check/${name}`
  const silenced = actions === 'required' ? watched.flatMap((each) => judgeSilenced(subject, each, each.mutes)) : []
  // Each was named: that another one had data says nothing about it.
  const own = judgeAlarmsAfter(subject, watched, words, { isGroup: false }).map((each) => ({
    ...each,
    code: 'check/alarm/one' as const,
  }))
  const findings = [...own, ...silenced]
  const outcome = verdictOf(findings)
  const watchedText = `watched for ${showDuration(watchedFor)} ${afterDeployment ? 'since the end of the deployment' : 'since the check began'}`
  const [first, ...others] = findings.filter((each) => each.outcome === outcome)
  if (outcome === 'pass') {
    return {
      outcome,
      title: `${plural(watched.length, 'alarm')} OK ${words.when}, with data`,
      expected,
      observed: `${watchedText}; ${listed(
        findings.map(({ observed }) => observed ?? ''),
        NAMED_AT_MOST,
      )}${actions === 'required' ? withoutActions(watched) : ''}`,
      findings,
    }
  }
  const more = others.length > 0 ? `, and ${plural(others.length, 'other finding')}` : ''
  return {
    outcome,
    title: `${first?.title ?? 'nothing is proven'}${more}`,
    expected,
    observed: `${watchedText}; ${first?.observed ?? 'nothing'}`,
    ...(first?.advice !== undefined && { advice: first.advice }),
    findings: findings.filter((each) => each.outcome !== 'pass'),
  }
}
