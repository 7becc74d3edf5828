/** A storage as browsers have one: what is in it can be listed. */
export function keptInMemory() {
  const kept: Record<string, string> = {}
  const hidden = (value: unknown) => ({ value, enumerable: false })
  return Object.defineProperties(kept, {
    getItem: hidden((key: string) => (Object.hasOwn(kept, key) ? kept[key] : null)),
    setItem: hidden((key: string, value: string) => {
      kept[key] = value
    }),
    removeItem: hidden((key: string) => {
      delete kept[key]
    }),
    size: hidden(() => Object.keys(kept).length),
  }) as unknown as Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { size: () => number }
}
