import type { Facts } from './contract.ts'

/** What the configuration says of a rule that is off today; undefined where it is on. */
export function offSwitch(
  { config, today }: Pick<Facts, 'config' | 'today'>,
  code: string,
): { readonly reason: string; readonly owner: string; readonly until: string } | undefined {
  const setting = config.precheck.rules[code]
  return setting === undefined || setting === 'on' || setting.until < today ? undefined : setting
}
