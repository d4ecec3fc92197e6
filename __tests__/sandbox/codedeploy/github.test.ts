import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateDeploymentCommand } from '@aws-sdk/client-codedeploy'
import { afterEach, expect, test } from '@jest/globals'
import { ended, errorOf, eventsOf, makeFleet, openSandbox, revisionFiles, targetsOf } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const repository = 'octo-org/shop'
const start = async (gitHubLocation: { repository: string; commitId?: string }) =>
  (
    await opened.aws.codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: 'shop',
        deploymentGroupName: 'fleet',
        revision: { revisionType: 'GitHub', gitHubLocation },
      }),
    )
  ).deploymentId!

test('a commit is deployed, and its hooks get its ID', async () => {
  opened = await openSandbox()
  const [host] = await makeFleet(opened, 1)
  const files = revisionFiles('from GitHub', { AfterInstall: 'printf %s "$BUNDLE_COMMIT" > "$HOME/commit"' })
  const commitId = opened.sandbox.github.commit(repository, 'Release', files)
  expect((await ended(opened, await start({ repository, commitId }))).status).toBe('Succeeded')
  expect(await readFile(join(host!.disk, 'srv/app.txt'), 'utf8')).toBe('from GitHub')
  expect(await readFile(join(host!.disk, 'commit'), 'utf8')).toBe(commitId)
})

test('an unknown commit fails DownloadBundle', async () => {
  opened = await openSandbox()
  await makeFleet(opened, 1)
  const id = await start({ repository, commitId: 'a'.repeat(40) })
  expect((await ended(opened, id)).status).toBe('Failed')
  const [target] = await targetsOf(opened.aws, id)
  expect(eventsOf(target!)).toContain('DownloadBundle Failed')
})

test('a location without a commit is rejected', async () => {
  opened = await openSandbox()
  await makeFleet(opened, 1)
  expect((await errorOf(start({ repository }))).name).toBe('InvalidRevisionException')
})
