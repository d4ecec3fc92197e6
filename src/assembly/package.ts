import { mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { folderOf, isCdk, isSam, type BuiltInput, type PackagedFolder } from '../config/model/packaged.ts'
import { moveTo } from '../support/files/atomic-files.ts'
import { ownFolder } from '../support/files/scratch.ts'
import { makeFolder } from '../support/files/folders.ts'
import { packageCdk } from './cdk/package.ts'
import type { PackageContext } from './contract.ts'
import { Packaging } from './packaged-folder.ts'

/** Packages what an entry of the configuration names; an earlier package of it is replaced. */
export async function packageEntry(input: BuiltInput, index: number, context: PackageContext): Promise<PackagedFolder> {
  const folder = folderOf(input, index)
  ownFolder(context.workspace)
  const target = join(context.workspace, folder.path)
  makeFolder(dirname(target))
  const unfinished = await mkdtemp(`${target}.part-`)
  try {
    const packaging = new Packaging(unfinished, folder)
    const stacks = await packageStacks(input, context, packaging)
    await packaging.finish(stacks)
    await rm(target, { recursive: true, force: true })
    await moveTo(unfinished, target)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
    await rm(`${unfinished}.scratch`, { recursive: true, force: true })
  }
  return folder
}

async function packageStacks(input: BuiltInput, context: PackageContext, packaging: Packaging) {
  if (isCdk(input)) return packageCdk(input, context, packaging)
  const { packageSam } = await import('./sam/package.ts')
  const { packageTemplate } = await import('./local/package.ts')
  return isSam(input) ? packageSam(input, context, packaging) : packageTemplate(input, context, packaging)
}
