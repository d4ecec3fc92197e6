import imported from '@jest/test-sequencer'

// Its types are those of the CommonJS build, where the class is a member; to ES modules it is the default export.
const Sequencer = imported as unknown as typeof imported.default

type Tests = Parameters<InstanceType<typeof Sequencer>['sort']>[0]

const TIERS = ['dist', 'process', 'unit']
/** It renders megabytes of text: as long as a file that starts processes. */
const LONG_UNIT = '__tests__/report/hostile-texts.test.ts'

/** Long files first, so that no worker is left with one at the end: by tier, then as Jest orders them (by duration). */
export default class TestOrder extends Sequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const rank = ({ context, path }: Tests[number]): number =>
      path.endsWith(LONG_UNIT) ? TIERS.indexOf('process') : TIERS.indexOf(context.config.displayName?.name ?? '')
    // oxlint-disable-next-line unicorn/no-array-sort -- not of an array
    const ordered = await super.sort(tests)
    return ordered.toSorted((a, b) => rank(a) - rank(b))
  }
}
