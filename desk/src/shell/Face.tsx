import styles from './face.module.css'

/** A person as initials, or the picture they chose. Decorative: the name always stands beside it. */
export function Face({
  name,
  size = 24,
  picture = null,
  isDimmed = false,
}: {
  name: string
  size?: number
  picture?: string | null
  isDimmed?: boolean
}) {
  const style = { width: size, height: size, fontSize: Math.max(9, Math.round(size * 0.4)) }
  if (picture !== null) return <img className={styles.face} style={style} src={picture} alt="" />
  return (
    <span className={styles.face} style={style} data-initials={initialsOf(name)} data-dimmed={isDimmed} aria-hidden />
  )
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters
    .map((word) => [...(word ?? '?')][0] ?? '?')
    .join('')
    .toLocaleUpperCase()
}
