import { describe, expect, test } from '@jest/globals'
import { readStates } from '../../../src/precheck/survey/states.ts'
import { ActionError } from '../../../src/support/errors.ts'

type Given = Parameters<typeof readStates>[0]

/** An environment with these stacks, and the calls that its reads make; a stack has the status that is given. */
function environment(
  stacks: Readonly<Record<string, string>>,
  { only, denied = [] }: { readonly only?: readonly string[]; readonly denied?: readonly string[] } = {},
): { given: Given; calls: string[] } {
  const calls: string[] = []
  const answer = async (call: string, names: readonly string[]): Promise<object> => {
    calls.push(call)
    if (denied.includes(call))
      throw new ActionError('aws/denied', { message: 'no', subject: 'aws', expected: '', observed: '' })
    return {
      Stacks: names.map((name) => ({ StackName: name, StackId: `arn:${name}`, StackStatus: stacks[name] })),
    }
  }
  const cloudformation = {
    describeStacks: async ({ StackName }: { StackName?: string }) =>
      answer(StackName ?? 'all', StackName === undefined ? Object.keys(stacks) : [StackName]),
  }
  return {
    calls,
    given: {
      ports: { connect: { cloudformation: async () => cloudformation } },
      environment: { stacks: Object.keys(stacks).map((name) => ({ id: name, name })) },
      access: { region: 'eu-west-1' },
      ...(only && { only }),
    } as unknown as Given,
  }
}
const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, 'CREATE_COMPLETE']))

describe('the stacks of an environment are read', () => {
  test('before anything asks for them, and once', async () => {
    const { given, calls } = environment({ a: 'CREATE_COMPLETE', b: 'UPDATE_COMPLETE' })
    const { begun, readState } = readStates(given)
    await Promise.all(begun)
    expect(calls).toEqual(['a', 'b'])
    expect(await readState('b')).toMatchObject({ status: 'UPDATE_COMPLETE' })
    expect(calls).toHaveLength(2)
  })

  test('only where they are selected, and others when they are asked for', async () => {
    const { given, calls } = environment(many(3), { only: ['s1'] })
    const { begun, readState } = readStates(given)
    await Promise.all(begun)
    expect(calls).toEqual(['s1'])
    await readState('s2')
    expect(calls).toEqual(['s1', 's2'])
  })

  test.each([
    [19, 19],
    [20, 1],
  ])('%i of them by %i calls', async (count, expected) => {
    const { given, calls } = environment(many(count))
    const { begun, readState } = readStates(given)
    await Promise.all(begun)
    await Promise.all(Object.keys(many(count)).map(readState))
    expect(calls).toHaveLength(expected)
  })

  test('one by one where they may not be listed', async () => {
    const { given, calls } = environment(many(20), { denied: ['all'] })
    const { begun, readState } = readStates(given)
    await Promise.all(begun)
    expect(await readState('s7')).toMatchObject({ status: 'CREATE_COMPLETE' })
    expect(calls).toEqual(['all', 's7'])
  })

  test('what is denied rejects where the state is used', async () => {
    const { given } = environment(many(1), { denied: ['s0'] })
    const { begun, readState } = readStates(given)
    await Promise.allSettled(begun)
    await expect(readState('s0')).rejects.toMatchObject({ code: 'aws/denied' })
  })
})
