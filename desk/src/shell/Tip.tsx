import { Tooltip } from '@mantine/core'
import {
  cloneElement,
  type HTMLAttributes,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useState,
} from 'react'

/** How long the mouse rests before it shows, in milliseconds. */
const restMs = 400

type Props = {
  label: ReactNode
  position?: 'top' | 'right'
  disabled?: boolean
  children: ReactElement<HTMLAttributes<HTMLElement> & { ref?: Ref<HTMLElement> }>
  /** What makes a target of the child, as of a menu. */
  ref?: Ref<HTMLElement>
}

/** [U-04] Says what something is while the mouse rests on it. Before that there is nothing of it: a page has hundreds. */
export function Tip({ label, position = 'top', disabled = false, children, ...others }: Props) {
  const id = useId()
  const [target, setTarget] = useState<HTMLElement | null>(null)
  const [isShown, setShown] = useState(false)
  const enter = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === 'mouse') setTarget(event.currentTarget)
  }
  const leave = () => {
    setTarget(null)
    setShown(false)
  }
  useEffect(() => {
    if (target === null) return
    const timer = setTimeout(() => setShown(true), restMs)
    const press = ({ key }: KeyboardEvent) => key === 'Escape' && setShown(false)
    window.addEventListener('keydown', press)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('keydown', press)
    }
  }, [target])
  const isThere = target !== null && isShown && !disabled
  return (
    <>
      {cloneElement(children, {
        ...others,
        onPointerEnter: enter,
        onPointerLeave: leave,
        ...(isThere && { 'aria-describedby': id }),
      })}
      {isThere && <Tooltip opened target={target} position={position} label={<span id={id}>{label}</span>} />}
    </>
  )
}
