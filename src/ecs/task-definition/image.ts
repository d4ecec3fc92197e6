/** Names of container images, as registries take them. Grammar: github.com/distribution/reference */

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const DOMAIN =
  /^(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(?:\.(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))*(?::\d+)?$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/
/** An output that is not known yet is filled with 1. */
const ACCOUNT = /^(?:\d{12}|1)$/
const REGION = /^(?:[a-z]{2}(?:-[a-z0-9]+)+-\d+|1)$/
const ECR = /^(.+)\.dkr[.-]ecr(?:-fips)?\.([^.]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/

/** What is wrong with the name of an image, in words after "the image"; undefined where it can be pulled by this name. */
export function faultOfImage(text: string): { readonly title: string; readonly expected: string } | undefined {
  const scheme = /^[a-z]+:\/\//i.exec(text)?.[0]
  if (scheme !== undefined)
    return { title: `begins with ${scheme}`, expected: 'the name of an image, without a scheme' }
  const [name = '', digest, ...more] = text.split('@')
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest)))
    return { title: 'has a digest that is none', expected: '@sha256: and 64 hexadecimal digits' }
  const slash = name.lastIndexOf('/')
  const colon = name.indexOf(':', slash + 1)
  const tag = colon === -1 ? undefined : name.slice(colon + 1)
  if (tag !== undefined && !TAG.test(tag))
    return { title: 'has a tag that is none', expected: 'letters, digits and _ . - after the colon, 128 at most' }
  return faultOfRepository(colon === -1 ? name : name.slice(0, colon))
}

function faultOfRepository(name: string): ReturnType<typeof faultOfImage> {
  const [first = '', ...rest] = name.split('/')
  // As Docker tells a registry from the first part of a name.
  const hasDomain = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
  const path = hasDomain ? rest : [first, ...rest]
  if (hasDomain && !DOMAIN.test(first))
    return { title: `has the registry ${first}, which is not a host`, expected: 'HOST[:PORT]/NAME' }
  const ecr = hasDomain ? ECR.exec(first) : null
  if (ecr && !(ACCOUNT.test(ecr[1] ?? '') && REGION.test(ecr[2] ?? '')))
    return {
      title: `has the registry ${first}, which ECR does not have`,
      expected: 'ACCOUNT.dkr.ecr.REGION.amazonaws.com, with 12 digits and a region',
    }
  if (hasDomain && !/[.:]/.test(first) && first !== 'localhost')
    return { title: `has the registry ${first}, which is not a host`, expected: 'a repository in lower case' }
  const wrong = path.find((component) => !COMPONENT.test(component))
  if (wrong === undefined) return undefined
  return wrong.toLowerCase() === wrong || !COMPONENT.test(wrong.toLowerCase())
    ? {
        title: `has ${JSON.stringify(wrong)} in its repository`,
        expected: 'a repository of lower-case letters, digits and single separators . _ -',
      }
    : { title: `has capitals in its repository: ${wrong}`, expected: 'a repository in lower case' }
}
