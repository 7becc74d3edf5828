import { Button, FileButton, Group } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Face } from '../shell/Face.tsx'
import { pictureOf } from './picture.ts'
import styles from './profile.module.css'

type Props = { name: string; picture: string | null; isBusy: boolean; onPicture: (picture: string | null) => void }

export function PictureField({ name, picture, isBusy, onPicture }: Props) {
  const { t } = useTranslation()
  const [hasFailed, setFailed] = useState(false)
  const choose = (file: File | null) => {
    if (file === null) return
    setFailed(false)
    pictureOf(file).then(onPicture, () => setFailed(true))
  }
  return (
    <div className={styles.picture}>
      <Face name={name} size={64} picture={picture} />
      <Group gap="xs">
        <FileButton accept="image/png,image/jpeg,image/webp,image/gif" onChange={choose}>
          {(props) => (
            <Button {...props} loading={isBusy}>
              {t('profile.picture_choose')}
            </Button>
          )}
        </FileButton>
        {picture !== null && (
          <Button variant="subtle" onClick={() => onPicture(null)}>
            {t('profile.picture_remove')}
          </Button>
        )}
      </Group>
      {hasFailed && (
        <span role="alert" style={{ color: 'var(--danger)' }}>
          {t('profile.picture_failed')}
        </span>
      )}
    </div>
  )
}
