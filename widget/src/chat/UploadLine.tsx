import type { Controller } from './controller.ts'
import { Icon } from './Icon.tsx'
import type { Upload } from './model.ts'
import { useTexts } from './texts-context.ts'

export function UploadLine({ upload, controller }: { upload: Upload; controller: Controller }) {
  const { delivery } = useTexts()
  const { id, name, share, failed } = upload
  return (
    <div class="message own first last">
      <p class="file">
        <Icon name="file" />
        <span class="file-words">
          <span dir="auto">{name}</span>
          {failed === null && (
            <progress max={1} value={share} aria-label={delivery.uploading(Math.round(share * 100))} />
          )}
        </span>
      </p>
      {failed === null ? (
        <p class="delivery figures" aria-live="off">
          {delivery.uploading(Math.round(share * 100))}
        </p>
      ) : (
        <div class="delivery failed">
          <p role="alert">{delivery.failed[failed]}</p>
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
