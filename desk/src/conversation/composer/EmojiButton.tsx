import { ActionIcon, Popover } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import { type Ref, Suspense, useImperativeHandle, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeyHint } from '../../commands/Keys.tsx'
import { Late, lateView } from '../../shell/Late.tsx'
import { Tip } from '../../shell/Tip.tsx'

export const emojiPicker = lateView(async () => (await import('../../emoji/EmojiPicker.tsx')).EmojiPicker)

export type EmojiHandle = { open: () => void }
type Props = { ref: Ref<EmojiHandle>; isOff: boolean; onChoose: (sign: string) => void; onLeave: () => void }

/** The picker and its names are fetched when it is opened for the first time. */
export function EmojiButton({ ref, isOff, onChoose, onLeave }: Props) {
  const { t } = useTranslation()
  const hint = useKeyHint()
  const [isOpen, setOpen] = useState(false)
  useImperativeHandle(ref, () => ({ open: () => setOpen(true) }), [])
  const leave = () => {
    setOpen(false)
    onLeave()
  }
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="top-start"
      returnFocus={false}
      closeOnEscape={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Tip
          disabled={isOpen}
          label={
            <span>
              {t('emoji.label')} {hint('emoji')}
            </span>
          }
        >
          <ActionIcon
            variant="subtle"
            size={28}
            aria-label={t('emoji.label')}
            disabled={isOff}
            onClick={() => setOpen(!isOpen)}
          >
            <IconMoodSmile size={18} stroke={1.75} />
          </ActionIcon>
        </Tip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('emoji.label')}>
        {isOpen && (
          <Suspense fallback={null}>
            <Late
              of={emojiPicker}
              props={{
                onChoose: (sign) => {
                  setOpen(false)
                  onChoose(sign)
                },
                onClose: leave,
              }}
            />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
