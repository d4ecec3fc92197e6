import { createRequire } from 'node:module'
import type * as Library from '@aws-cdk/aws-service-spec'
import { jest } from '@jest/globals'

/** AWS's specification of resource types. Each load takes seconds: here all tests share this one. */
const library = createRequire(import.meta.url)('@aws-cdk/aws-service-spec') as typeof Library
export const specification = library.loadAwsServiceSpecSync()
jest.spyOn(library, 'loadAwsServiceSpecSync').mockReturnValue(specification)
