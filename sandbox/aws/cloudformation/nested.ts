import type { ResourceRecord } from './model.ts'
import type { Target, Work } from './resource-work.ts'
export async function createNested(_w: Work, _r: ResourceRecord, _t: Target, _initiated: () => void): Promise<void> {}
export async function updateNested(_w: Work, _r: ResourceRecord, _t: Target): Promise<void> {}
export async function removeNested(_w: Work, _r: ResourceRecord): Promise<void> {}
export async function rollBackNested(_w: Work, _r: ResourceRecord, _was: ResourceRecord): Promise<boolean> {
  return true
}
export async function settleNested(_w: Work): Promise<void> {}
