/** Codes of failed requests that Node has no code for. */

/** The server negotiated another protocol than HTTP/2. */
export const NOT_HTTP2 = 'NOT_HTTP2'

/** The body is not of the encoding that the answer names. */
export const UNDECODABLE = 'UNDECODABLE'
