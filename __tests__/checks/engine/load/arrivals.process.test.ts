import { describe, expect, test } from '@jest/globals'
import { arrive } from '../../../../src/checks/engine/load/arrivals.ts'

const every = (ms: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, index) => index * ms)

describe('arrivals', () => {
  const signal = new AbortController().signal

  test('are sent when they are due, whether or not earlier ones have responses', async () => {
    let open = 0
    let most = 0
    const sent: number[] = []
    const record = await arrive({
      due: every(10, 30),
      drain: 5_000,
      signal,
      send: async (index) => {
        sent.push(index)
        most = Math.max(most, ++open)
        await new Promise((resolve) => setTimeout(resolve, 200))
        open -= 1
        return true
      },
    })
    expect(sent).toEqual(Array.from({ length: 30 }, (_, index) => index))
    expect(most).toBeGreaterThan(10)
    expect([...record.ok].every((one) => one === 1)).toBe(true)
    expect(Math.min(...record.latency)).toBeGreaterThanOrEqual(195)
  })

  test('without an end are aborted, and have no latency', async () => {
    const record = await arrive({
      due: every(20, 5),
      drain: 50,
      signal,
      send: (_, stopped) => new Promise((resolve) => stopped.addEventListener('abort', () => resolve(true))),
    })
    expect([...record.latency].every((latency) => Number.isNaN(latency))).toBe(true)
    expect([...record.ok].every((one) => one === 0)).toBe(true)
    expect(record.cut).toBe(false)
  })

  test('end early when they are cancelled', async () => {
    const job = new AbortController()
    const record = await arrive({
      due: every(100, 36_000),
      drain: 10,
      signal: job.signal,
      send: async () => {
        job.abort()
        return true
      },
    })
    expect(record.cut).toBe(true)
  })
})
