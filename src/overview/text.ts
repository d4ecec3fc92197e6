import { markdown } from '../report/escape.ts'
import { plural } from '../support/text/text.ts'
import type { Documents } from './documents.ts'
import type { Accepted, Service } from './services.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
/** A waiver that ends within this time is named. */
const SOON_DAYS = 30
const SHORT_SHA = 12

/** The overview as Markdown. */
export function overviewText(services: readonly Service[], unread: Documents['unread'], now: Date): string {
  const proven = services.filter(({ standing }) => standing === 'proven').length
  const rows = services.map((service) => {
    const { repository, config, standing, run, lastProof, waivers, blockers } = service
    const why = standing === 'blocked' ? `: ${blockers.join(', ')}` : ''
    return [
      `${repository} ${config}`.trim(),
      `${standing}${why}`,
      `${day(run.at)} ${run.sha.slice(0, SHORT_SHA)} (run ${run.id})`,
      lastProof === undefined
        ? 'none'
        : `${day(lastProof.at)} ${lastProof.sha.slice(0, SHORT_SHA)}, ${ago(lastProof.at, now)}`,
      waiversText(waivers, now),
    ]
  })
  return [
    `# Releases of ${plural(services.length, 'service')}`,
    `${proven} of ${services.length} proven by their newest run to production.`,
    ...(rows.length > 0
      ? [
          [
            ['service', 'newest run', 'when', 'last proof', 'waivers'],
            ['---', '---', '---', '---', '---'],
            ...rows.map((row) => row.map(markdown)),
          ]
            .map((row) => `| ${row.join(' | ')} |`)
            .join('\n'),
        ]
      : []),
    ...(unread.length > 0
      ? [`Not read:\n\n${unread.map(({ name, problem }) => `- ${markdown(name)}: ${markdown(problem)}`).join('\n')}`]
      : []),
  ].join('\n\n')
}

function waiversText(waivers: readonly Accepted[], now: Date): string {
  if (waivers.length === 0) return 'none'
  const count = (test: (waiver: Accepted) => boolean): number => waivers.filter(test).length
  const left = ({ until }: Accepted): number =>
    until === undefined ? Number.POSITIVE_INFINITY : (Date.parse(until) + DAY_MS - now.getTime()) / DAY_MS
  const remarks = [
    [count(({ owner }) => owner === undefined), 'without an owner'],
    [count(({ until }) => until === undefined), 'without an end'],
    [count((waiver) => left(waiver) <= 0), 'expired'],
    [count((waiver) => left(waiver) > 0 && left(waiver) <= SOON_DAYS), `to end within ${SOON_DAYS} days`],
  ] as const
  const told = remarks.flatMap(([number, what]) => (number > 0 ? [`${number} ${what}`] : []))
  return [String(waivers.length), ...(told.length > 0 ? [`(${told.join(', ')})`] : [])].join(' ')
}

function day(at: string): string {
  return at.slice(0, 10)
}

function ago(at: string, now: Date): string {
  return `${plural(Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / DAY_MS)), 'day')} ago`
}
