import { useTexts } from './texts-context.ts'

export function Refused({ because, onRetry }: { because: 'identity' | 'site' | 'bot' | 'other'; onRetry: () => void }) {
  const { refused } = useTexts()
  return (
    <div class="refused" role="alert">
      <p>{refused[because]}</p>
      <button type="button" class="button" onClick={onRetry}>
        {refused.retry}
      </button>
    </div>
  )
}
