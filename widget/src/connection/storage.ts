// What outlives a reload. Where the browser forbids it (blocked third-party storage), memory serves this visit.

export type Keep = {
  read(key: string): string | null
  write(key: string, value: string | null): void
  /** Nothing that was kept is left. */
  clear(): void
  /** Another tab has written. */
  onChange(listener: (key: string) => void): void
}

export function openKeep(bot: string): Keep {
  const memory = new Map<string, string>()
  const stored = storage()
  const nameOf = (key: string) => `baton:${bot}:${key}`
  return {
    read: (key) => memory.get(key) ?? attempt(() => stored?.getItem(nameOf(key))) ?? null,
    write(key, value) {
      const isKept = attempt(() => {
        if (value === null) stored?.removeItem(nameOf(key))
        else stored?.setItem(nameOf(key), value)
        return stored !== null
      })
      if (isKept || value === null) memory.delete(key)
      else memory.set(key, value)
    },
    clear() {
      memory.clear()
      attempt(() => {
        const names = Object.keys(stored ?? {}).filter((name) => name.startsWith(nameOf('')))
        for (const name of names) stored?.removeItem(name)
      })
    },
    onChange(listener) {
      const prefix = nameOf('')
      addEventListener('storage', ({ key }) => {
        if (key?.startsWith(prefix)) listener(key.slice(prefix.length))
      })
    },
  }
}

function storage(): Storage | null {
  return attempt(() => window.localStorage) ?? null
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
