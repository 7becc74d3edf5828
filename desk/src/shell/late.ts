import { useEffect, useState } from 'react'

/** True once something has lasted for a while: skeletons and banners do not flash. */
export function useLate(isOn: boolean, afterMs: number): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    if (!isOn) {
      setLate(false)
      return
    }
    const timer = setTimeout(() => setLate(true), afterMs)
    return () => clearTimeout(timer)
  }, [isOn, afterMs])
  return isOn && isLate
}
