/** github.com, or a GitHub Enterprise Server, which lacks what is newer or needs GitHub's own services. */
export type Edition = 'github.com' | 'enterprise-server'

/** Where an Enterprise Server has its REST API. */
export const ENTERPRISE_PATH = '/api/v3'
/** The version that is played. */
export const ENTERPRISE_VERSION = '3.19.0'
