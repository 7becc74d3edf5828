import { fill, numberWords } from '../texts/fill.ts'
import type { Controller } from './controller.ts'
import { failedWords } from './failed-words.ts'
import { Icon } from './Icon.tsx'
import type { Upload } from './model.ts'
import { useTexts } from './texts-context.ts'

export function UploadLine({ upload, controller }: { upload: Upload; controller: Controller }) {
  const texts = useTexts()
  const { delivery, language } = texts
  const { id, name, share, failed } = upload
  const uploading = fill(delivery.uploading, { share: numberWords(share, language, { style: 'percent' }) })
  return (
    <div class="message own first last">
      <p class="file">
        <Icon name="file" />
        <span class="file-words">
          <span dir="auto">{name}</span>
          {failed === null && <progress max={1} value={share} aria-label={uploading} />}
        </span>
      </p>
      {failed === null ? (
        <p class="delivery figures" aria-live="off">
          {uploading}
        </p>
      ) : (
        <div class="delivery failed">
          <p role="alert">{failedWords(failed, texts)}</p>
          <div class="delivery-acts">
            {failed !== 'too_large' && failed !== 'type_refused' && (
              <button type="button" class="text-button" onClick={() => controller.retry(id)}>
                {delivery.retry}
              </button>
            )}
            <button type="button" class="text-button" onClick={() => controller.discard(id)}>
              {delivery.discard}
            </button>
          </div>
        </div>
      )}
    </div>
  )
}
