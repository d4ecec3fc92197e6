import { setFailed } from '@actions/core'
async function go(): Promise<void> {
  const { CloudFormation } = await import('@aws-sdk/client-cloudformation')
  const { default: artifact } = await import('@actions/artifact')
  const { z } = await import('zod')
  console.log(typeof CloudFormation, typeof artifact, typeof z)
  if (process.env.FAIL) setFailed('x')
}
await go()
