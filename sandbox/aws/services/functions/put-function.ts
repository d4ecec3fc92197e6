import type * as z from 'zod'
import type { functionInput } from '../../../actions.ts'
import { codeOf } from './functions.ts'
import type { Code, Functions } from './functions.ts'

type Given = z.output<typeof functionInput>

const codeFrom = (given: NonNullable<Given['code']>): Code =>
  typeof given === 'string' ? codeOf(Buffer.from(given)) : given

/** Creates or changes a function of a scenario. Throws when the version of an alias does not exist. */
export function putFunction(functions: Functions, given: Given): void {
  const { name, settings, versions, code, aliases, updateFails } = given
  const home = { account: given.account, region: given.region }
  const fn = functions.put(home, name, { settings })
  for (const version of versions) functions.publish(functions.put(home, name, { code: codeFrom(version) }))
  if (code !== undefined) functions.put(home, name, { code: codeFrom(code) })
  if (updateFails !== undefined) fn.failsWith = updateFails ?? undefined
  for (const [alias, version] of Object.entries(aliases)) {
    if (!fn.versions.some((each) => each.version === version)) throw new Error(`${name} has no version ${version}`)
    functions.putAlias(home, { function: name, name: alias, version })
  }
}
