import type { Stack } from '../config/model/environment.ts'
import type { Outputs } from '../config/model/references.ts'
import type { Finding } from '../evidence/finding.ts'
import { assetsOf } from '../plan/publish/assets.ts'
import { imagesOf } from '../plan/publish/images.ts'
import type { DeployContext, ReviewedStacks } from './contract.ts'
import { publishAssets } from './stacks/publish-assets.ts'
import { publishImages } from './stacks/publish-images.ts'

/** What precedes the first step. */
export interface Preparation {
  readonly title: string
  readonly act: () => Promise<readonly Finding[]>
  /** Why no step is started where a finding blocks. */
  readonly otherwise: string
}

/** Those that the release needs, in their order. */
export function preparationsOf(
  context: DeployContext,
  stacks: readonly Stack[],
  reviewed: ReviewedStacks,
  atStart: Outputs,
): Preparation[] {
  const { references } = context
  const assets: Preparation = {
    title: 'the assets',
    act: () => publishAssets(context, stacks),
    otherwise: 'an asset was not published',
  }
  const images: Preparation = {
    title: 'the images',
    act: () => publishImages(context, stacks),
    otherwise: 'a container image was not published',
  }
  return [
    ...(assetsOf(stacks).length > 0 ? [assets] : []),
    ...(imagesOf(stacks).length > 0 ? [images] : []),
    ...(references && stacks.length > 0
      ? [
          {
            title: 'what the stacks refer to',
            act: () => references.beforeAll(stacks, reviewed.changeSets, atStart),
            otherwise: 'something that the stacks refer to is missing or was not read',
          },
        ]
      : []),
  ]
}
