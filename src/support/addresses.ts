/** Whether a text is an IPv4 address. */
export { isIPv4 } from 'node:net'
