import type * as sdk from '@aws-sdk/client-cloudwatch'
import { ServiceError } from '../../../contract.ts'
import type { SandboxClock, Service } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { pageOf } from '../../paging.ts'

interface MuteRule {
  readonly home: Home
  readonly input: sdk.PutAlarmMuteRuleCommandInput
  readonly updated: Date
  readonly from: Date
  readonly until: Date
}

const DEFAULT_PAGE = 50
const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/
const ONCE = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)$/

/**
 * Mute rules that apply once, in UTC: schedules by cron are rejected. Alarms of the sandbox have no actions that could
 * be muted.
 */
export function muteRuleOperations(clock: SandboxClock): Service['operations'] {
  const rules = new Map<string, MuteRule>()

  const statusOf = ({ from, until }: MuteRule): sdk.AlarmMuteRuleStatus => {
    const now = clock.now()
    return now < from ? 'SCHEDULED' : now < until ? 'ACTIVE' : 'EXPIRED'
  }
  const summary = (rule: MuteRule): sdk.AlarmMuteRuleSummary => ({
    AlarmMuteRuleArn: muteRuleArn(rule.home, rule.input.Name ?? ''),
    ...(rule.input.ExpireDate !== undefined && { ExpireDate: rule.input.ExpireDate }),
    Status: statusOf(rule),
    MuteType: 'ONE_TIME',
    LastUpdatedTimestamp: rule.updated,
  })

  return {
    PutAlarmMuteRule(input: sdk.PutAlarmMuteRuleCommandInput, { account, region }) {
      const {
        Expression: expression = '',
        Duration: duration = '',
        Timezone: zone = 'UTC',
      } = input.Rule?.Schedule ?? {}
      const [, at] = ONCE.exec(expression) ?? []
      const [, days, hours, minutes] = DURATION.exec(duration) ?? []
      if (at === undefined || zone !== 'UTC') throw invalid('The sandbox plays at(…) in UTC only')
      const length = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60_000
      if (length < 60_000) throw invalid('Duration must be at least PT1M')
      const from = new Date(`${at}Z`)
      const end = from.getTime() + length
      const until = new Date(Math.min(end, input.ExpireDate?.getTime() ?? end))
      const home = { account, region }
      rules.set(homeKey(home, input.Name ?? ''), { home, input, updated: clock.now(), from, until })
      return {}
    },
    ListAlarmMuteRules(input: sdk.ListAlarmMuteRulesCommandInput, call) {
      const own = [...rules.values()]
        .filter(({ home }) => homeKey(home) === homeKey(call))
        .filter(({ input: { MuteTargets: targets } }) => {
          return input.AlarmName === undefined || (targets?.AlarmNames ?? []).includes(input.AlarmName)
        })
        .map(summary)
        .filter(({ Status: status }) => input.Statuses === undefined || input.Statuses.includes(status!))
      const { items, next } = pageOf(own, input.MaxRecords ?? DEFAULT_PAGE, input.NextToken, () =>
        invalid('The next token is invalid.'),
      )
      return { AlarmMuteRuleSummaries: items, ...(next !== undefined && { NextToken: next }) }
    },
    GetAlarmMuteRule(input: sdk.GetAlarmMuteRuleCommandInput, call) {
      const rule = rules.get(homeKey(call, input.AlarmMuteRuleName ?? ''))
      if (rule === undefined) throw new ServiceError('ResourceNotFoundException', 'The mute rule does not exist', 404)
      const { Name, Description, Rule, MuteTargets, StartDate } = rule.input
      return { Name, Description, Rule, MuteTargets, StartDate, ...summary(rule) }
    },
    DeleteAlarmMuteRule(input: sdk.DeleteAlarmMuteRuleCommandInput, call) {
      rules.delete(homeKey(call, input.AlarmMuteRuleName ?? ''))
      return {}
    },
  }
}

const invalid = (message: string): Error => new ServiceError('ValidationError', message)

export const muteRuleArn = ({ region, account }: Home, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm-mute-rule:${name}`
