/** github.com, or a GitHub Enterprise Server, which lacks newer features and those that need GitHub's own services. */
export type Edition = 'github.com' | 'enterprise-server'

/** Where an Enterprise Server has its REST API. */
export const ENTERPRISE_PATH = '/api/v3'
/** The simulated version. */
export const ENTERPRISE_VERSION = '3.19.0'
