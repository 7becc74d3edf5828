// Who holds the conversation, as a shape and a colour: the same everywhere in the product.
export type HolderKind = 'chatbot' | 'requested' | 'taken_over'

export function HolderMark({ kind }: { kind: HolderKind }) {
  return (
    <svg class={`mark ${kind}`} viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
      {kind === 'chatbot' && <circle cx="6" cy="6" r="5" fill="currentColor" />}
      {kind === 'requested' && (
        <>
          <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.6" />
          <path d="M6 1.4a4.6 4.6 0 0 0 0 9.2Z" fill="currentColor" />
        </>
      )}
      {kind === 'taken_over' && <rect x="1" y="1" width="10" height="10" rx="2" fill="currentColor" />}
    </svg>
  )
}
