import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { instead, startOddEngine, withoutMember, type OddEngine } from './odd-engine.ts'

let aws: Server
let engine: OddEngine
beforeEach(async () => {
  aws = createServer((request, response) => {
    response.writeHead(request.url === '/broken' ? 500 : 200, { 'content-type': 'application/json' })
    request.on('data', () => undefined).on('end', () => response.end('{"name":"truth"}'))
  })
  await new Promise<void>((done) => aws.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`
  engine = await startOddEngine(url, {
    GetThing: instead({ name: 'fiction' }),
    GetOther: withoutMember('name'),
  })
})
afterEach(async () => {
  await engine.close()
  await new Promise((done) => aws.close(done))
})

const ask = async (path: string, headers: Record<string, string>, body: string): Promise<string> =>
  (await fetch(`${engine.url}${path}`, { method: 'POST', headers, body })).text()

test('changes the responses of the named operations, in both protocols, and counts them', async () => {
  expect(await ask('/', { 'x-amz-target': 'Service_1.GetThing' }, '{}')).toBe('{"name":"fiction"}')
  expect(await ask('/', {}, 'Action=GetOther&Version=1')).toBe('{}')
  expect([...engine.told]).toEqual([
    ['GetThing', 1],
    ['GetOther', 1],
  ])
})

test('passes everything else on unchanged', async () => {
  expect(await ask('/', { 'x-amz-target': 'Service_1.ListThings' }, '{}')).toBe('{"name":"truth"}')
  expect(await ask('/broken', { 'x-amz-target': 'Service_1.GetThing' }, '{}')).toBe('{"name":"truth"}')
  expect(engine.told.size).toBe(0)
})
