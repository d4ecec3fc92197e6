import { expect, test } from '@jest/globals'
import { endpointsOf } from '../../src/handover/endpoints.ts'

const ENV = { AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials' }
const called = async (...urls: string[]): Promise<string> => (await endpointsOf(ENV, urls)).aws

test.each([
  'https://cloudformation.eu-west-1.amazonaws.com',
  'https://sts.cn-north-1.amazonaws.com.cn',
  'https://bucket.s3.eu-west-1.amazonaws.com',
  'https://cloudformation.eusc-de-east-1.amazonaws.eu',
  'https://cloudformation.eu-west-1.api.aws',
])('%s is AWS', async (url) => {
  expect(await called(url)).toBe('aws')
})

test.each([
  'http://cloudformation.eu-west-1.amazonaws.com',
  'https://cloudformation.eu-west-1.amazonaws.com.example.org',
  'https://amazonaws.com',
  'https://notamazonaws.com',
  'http://127.0.0.1:4566',
])('%s, once called, is recorded as a stand-in for AWS', async (url) => {
  expect(await called('https://sts.eu-west-1.amazonaws.com', url)).toBe(url)
})

test('endpoints from variables are recorded without user and password, each once', async () => {
  const env = { AWS_ENDPOINT_URL: 'http://user:pass@localhost:1/path', AWS_ENDPOINT_URL_S3: 'http://localhost:2' }
  expect((await endpointsOf(env, ['http://localhost:1', 'http://localhost:2'])).aws).toBe(
    'http://localhost:1/path http://localhost:2',
  )
})
