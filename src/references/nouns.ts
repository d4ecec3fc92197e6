import type { KindName } from './contract.ts'

/** How findings name the targets of each kind; `hasContent`: of which both environments must get the same bytes. */
export const NOUNS: Readonly<
  Record<KindName, { readonly one: string; readonly many: string; readonly hasContent: boolean }>
> = {
  's3-object': { one: 'S3 object', many: 'S3 objects', hasContent: true },
}
