import { expect, test } from '@jest/globals'
import { readArguments, UsageError } from '../../rehearsal/arguments.ts'

const read = (args: string[], interactive = false) =>
  readArguments(
    args,
    {
      breaks: [{ name: 'drift' }, { name: 'one-way-change', rollback: { ecs: 'its tasks have no disk' } }],
      platforms: ['server-blue-green', 'lambda', 'ecs'],
      others: ['lambda', 'ecs'],
    },
    interactive,
  )

test('all options are read', () => {
  expect(read(['--yes', '--json', '--out', 'kept', '--break', 'drift'])).toEqual({
    yes: true,
    json: true,
    list: false,
    help: false,
    rollback: false,
    temporary: false,
    out: 'kept',
    break: 'drift',
  })
  expect(read(['--yes', '--platform', 'server-blue-green'])).toMatchObject({ platform: 'server-blue-green' })
  expect(read(['--yes', '--rollback', '--platform', 'lambda', '--break', 'one-way-change'])).toMatchObject({
    rollback: true,
    platform: 'lambda',
    break: 'one-way-change',
  })
})

test('at a terminal the options are prompted for', () => {
  expect(read([], true)).toMatchObject({ yes: false })
})

test.each([
  [[], 'nobody can be asked to approve here (the input is no terminal): add --yes'],
  [['--yes', '--break', 'luck'], 'there is nothing called "luck" to break; one of: drift, one-way-change'],
  [['--yes', '--platform', 'moon'], 'there is no platform called "moon"; one of: server-blue-green, lambda, ecs'],
  [['--yes', '--break', 'one-way-change'], 'one-way-change shows on the way back: add --rollback'],
  [
    ['--yes', '--rollback', '--break', 'one-way-change', '--platform', 'ecs'],
    'one-way-change does not break the way back with --platform ecs: its tasks have no disk',
  ],
  [
    ['--yes', '--break', 'drift', '--platform', 'lambda'],
    'drift breaks the shop on servers, which --platform lambda does not release',
  ],
  [
    ['--temporary', '--rollback'],
    '--temporary is about no release: leave --repo, --break, --platform and --rollback out',
  ],
  [['--yes', '--brek', 'drift'], "unknown option '--brek'"],
  [['--yes', '--out', ''], '--out needs a folder'],
  [['--yes', 'drift'], "unexpected argument 'drift'"],
  [['--yes', '--break'], "option '--break <value>' argument missing"],
])('%j is refused: %s', (args, message) => {
  expect(() => read(args)).toThrow(new UsageError(message))
})
