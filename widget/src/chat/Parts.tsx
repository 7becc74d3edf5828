import { type ButtonItem, isPlayable, type Part, sideBySide } from '@baton/core/protocol'
import { useState } from 'preact/hooks'
import { counted, fill } from '../texts/fill.ts'
import { addressOf, mediaUrl } from './addresses.ts'
import { FormattedText } from './FormattedText.tsx'
import { Icon } from './Icon.tsx'
import { useTexts } from './texts-context.ts'
import { sizeOf } from './times.ts'

/** Kinds of files that every browser shows as a picture. */
const pictures = /^image\/(?:png|jpeg|gif|webp)$/

/** Several cards one after another stand side by side. */
export function PartViews({ parts, isLive, onChoose }: Omit<PartProps, 'part'> & { parts: Part[] }) {
  const texts = useTexts()
  return sideBySide(parts).map((row, index) => {
    const key = `${index} ${row[0]?.type}`
    const views = row.map((part, at) => {
      const inner = `${at} ${part.type}`
      return <PartView key={inner} part={part} isLive={isLive} onChoose={onChoose} />
    })
    if (row.length === 1) return views
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      <section key={key} class="carousel" aria-label={counted(texts.cards, row.length, texts.language)} tabIndex={0}>
        {views}
      </section>
    )
  })
}

export type PartProps = { part: Part; isLive: boolean; onChoose: (item: ButtonItem) => void }

export function PartView({ part, isLive, onChoose }: PartProps) {
  switch (part.type) {
    case 'image':
      return <Picture url={part.url} alt={part.alt ?? ''} />
    case 'buttons':
      return <Buttons items={part.items} isLive={isLive} onChoose={onChoose} />
    case 'card':
      return <Card part={part} isLive={isLive} onChoose={onChoose} />
    case 'file':
      if (isPlayable(part)) return <Player part={part} />
      return pictures.test(part.contentType) ? <Picture url={part.url} alt={part.name} /> : <FileLink part={part} />
    case 'location':
      return <Place part={part} />
    case 'text':
    case 'quick_replies':
      return null
  }
}

function Picture({ url, alt }: { url: string; alt: string }) {
  const texts = useTexts()
  const [isMissing, setMissing] = useState(false)
  const href = mediaUrl(url)
  if (href === null || isMissing) return <p class="missing">{alt || texts.imageMissing}</p>
  return (
    <a class="picture" href={href} target="_blank" rel="noopener noreferrer">
      <img
        src={href}
        alt={alt || texts.image}
        loading="lazy"
        referrerpolicy="no-referrer"
        onError={() => setMissing(true)}
      />
    </a>
  )
}

function Buttons({
  items,
  isLive,
  onChoose,
}: {
  items: ButtonItem[]
  isLive: boolean
  onChoose: (item: ButtonItem) => void
}) {
  const { opensNewTab } = useTexts()
  return (
    <div class="buttons">
      {items.map((item, index) => {
        const href = addressOf(item)
        const isWeb = href !== null && /^http/i.test(href)
        const key = `${index} ${item.label}`
        if (href !== null) {
          return (
            <a
              key={key}
              class="button"
              href={href}
              {...(isWeb && { target: '_blank', rel: 'noopener noreferrer', title: opensNewTab })}
            >
              <span dir="auto">{item.label}</span>
              {isWeb && <Icon name="out" />}
            </a>
          )
        }
        const isDead = !isLive || item.url !== undefined || item.phone !== undefined || item.email !== undefined
        return (
          <button key={key} type="button" class="button" disabled={isDead} onClick={() => onChoose(item)}>
            <span dir="auto">{item.label}</span>
          </button>
        )
      })}
    </div>
  )
}

function Card({ part, isLive, onChoose }: { part: Extract<Part, { type: 'card' }> } & Omit<PartProps, 'part'>) {
  return (
    <div class="card">
      {part.image !== undefined && <Picture url={part.image} alt={part.title} />}
      <div class="card-words">
        <p class="card-title" dir="auto">
          {part.title}
        </p>
        {part.subtitle && (
          <p class="card-subtitle" dir="auto">
            <FormattedText text={part.subtitle} />
          </p>
        )}
      </div>
      {part.buttons && <Buttons items={part.buttons} isLive={isLive} onChoose={onChoose} />}
    </div>
  )
}

/** Nothing is loaded before somebody presses play; what cannot be played is offered as a file. */
function Player({ part }: { part: Extract<Part, { type: 'file' }> }) {
  const [isBroken, setBroken] = useState(false)
  const src = mediaUrl(part.url)
  if (src === null || isBroken) return <FileLink part={part} />
  const settings = { src, controls: true, preload: 'none', onError: () => setBroken(true) } as const
  return (
    <figure class="player">
      {part.contentType.startsWith('video/') ? (
        <video {...settings} aria-label={part.name} playsInline />
      ) : (
        <audio {...settings} aria-label={part.name} />
      )}
      <figcaption dir="auto">{part.name}</figcaption>
    </figure>
  )
}

function FileLink({ part }: { part: Extract<Part, { type: 'file' }> }) {
  const texts = useTexts()
  const href = mediaUrl(part.url)
  const { name } = part
  const size = part.size === 0 ? '' : sizeOf(part.size, texts.language)
  const words = (
    <>
      <Icon name="file" />
      <span class="file-words">
        <span dir="auto">{name}</span>
        {size !== '' && <small>{size}</small>}
      </span>
    </>
  )
  if (href === null) return <span class="file">{words}</span>
  return (
    <a
      class="file"
      href={href}
      download={name}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={size === '' ? fill(texts.download, { name }) : fill(texts.downloadSized, { name, size })}
    >
      {words}
    </a>
  )
}

function Place({ part: { lat, lon } }: { part: Extract<Part, { type: 'location' }> }) {
  const texts = useTexts()
  return (
    <p class="file">
      <Icon name="place" />
      <span class="file-words">
        <span>{texts.location}</span>
        <small class="figures">
          {lat.toFixed(5)}, {lon.toFixed(5)}
        </small>
      </span>
    </p>
  )
}
