/** Names of variables, headers and members whose values are secrets. */
const SECRET_NAME =
  /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PRIVATE[_-]?KEY|ACCESS[_-]?KEY|API[_-]?KEY|CREDENTIAL|AUTHORIZATION|WEBHOOK|COOKIE|(^|[_-])(PAT|PASS|DSN|AUTH)($|[_-])/i
/** Names of variables about a secret that do not contain it. */
const ABOUT_SECRET =
  /_(FILE|PATH|DIR|SOCK|NAME|ISSUER|POLICY|TTL|TYPE|ENDPOINT|VERSION|ARN|REGION|LENGTH|EXPIRATION|EXPIRY|HEADER|ENABLED)$/i

/** Whether a variable, header or member of that name holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !ABOUT_SECRET.test(name)
}
