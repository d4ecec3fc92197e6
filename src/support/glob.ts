/** Whether a text matches a glob: `*` within one part of a path, `**` across parts, `?` one character. */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = glob
    .split(/(\*\*|\*|\?)/)
    .map((part) => {
      if (part === '**') return '.*'
      if (part === '*') return '[^/]*'
      return part === '?' ? '[^/]' : part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    })
    .join('')
  return new RegExp(`^${pattern}$`, 's').test(text)
}
