import { parseArgs } from 'node:util'
import { deploymentsEnded } from '../../../rehearsal/installed.ts'
import { PLATFORMS } from '../../../rehearsal/platforms/index.ts'
import { play } from '../../../rehearsal/play.ts'
import { showRollback, withRollback } from '../../../rehearsal/rollback.ts'
import { verdictOfAll } from '../../../rehearsal/output/summary.ts'
import { askShop, showTally } from '../../../rehearsal/visitors.ts'
import { createInstalled, type Installed } from '../../../rehearsal/world.ts'
import { breakCalled, EXAMPLE, notAborted, printResult, PROJECT, stageOf, terminal } from './stage.ts'

/**
 * `node each.ts [--rollback] PLATFORM:[NAME][@N]...` rehearses breaks one after the other, each with a sandbox of its own, and
 * prints the result of each; without NAME a release that is in order. N is the number of the step that runs from the bundle,
 * from 1; the others run from the source. The platform `server` is that of the example.
 */
const ARGUMENT = /^([\w-]+):([\w-]*)(?:@(\d+))?$/

const { values, positionals } = parseArgs({ options: { rollback: { type: 'boolean' } }, allowPositionals: true })
for (const argument of positionals) {
  const [, platform = '', name = '', step] = ARGUMENT.exec(argument) ?? []
  terminal.heading(`${name === '' ? 'A release' : `Break ${name}`} on ${platform}`)
  printResult({ name: `${platform}:${name}`, ...(await rehearse(platform, name, Number(step))) })
}

/** `step`: NaN where none runs from the bundle. */
async function rehearse(platformName: string, name: string, step: number): Promise<object> {
  const given = PLATFORMS.find((each) => each.name === platformName)
  if (given === undefined && platformName !== 'server') throw new Error(`no platform is called ${platformName}`)
  const broken = name === '' ? undefined : breakCalled(name)
  const platform = values.rollback ? withRollback(given) : given
  const installed = await createInstalled({
    project: PROJECT,
    example: EXAMPLE,
    terminal,
    cancelled: notAborted,
    platform,
  })
  try {
    const world = await installed.push(broken, platform)
    const already = installed.traffic.length
    const played = await play({
      ...stageOf(installed.clock, world, (number) => number === step),
      ...(broken && { broken }),
    })
    if (values.rollback) showRollback(terminal, played)
    await Promise.all(Object.values(installed.accounts).map((account) => deploymentsEnded(account, notAborted)))
    return {
      verdict: verdictOfAll(played),
      steps: played.steps.map(({ command, verdict, codes }) => ({ command, verdict, codes })),
      evidence: played.steps.at(-1)?.evidence,
      versions: {
        preprod: await versionOf(installed, 'preprod'),
        production: await versionOf(installed, 'production'),
      },
      customers: showTally(installed.answers.preprod),
      operations: installed.traffic.slice(already).map((exchange) => (exchange as { operation: string }).operation),
    }
  } finally {
    await installed.stop()
  }
}

/** The response to a customer: `version 1.4.0`. */
async function versionOf({ asks, urls }: Installed, environment: 'preprod' | 'production'): Promise<string> {
  return asks ? asks[environment]() : askShop(urls[environment])
}
