import { type ButtonItem, isPlayable, type Part, sideBySide } from '@baton/core/protocol'
import { safeUrl } from '@baton/core/text'
import { IconDownload, IconExternalLink, IconFile, IconMapPin } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sizeText } from '../size-text.ts'
import styles from './parts.module.css'
import { RichText } from './RichText.tsx'

/** Several cards one after another stand side by side. */
export function Parts({ parts }: { parts: Part[] }) {
  const { t } = useTranslation()
  return sideBySide(parts).map((row, index) => {
    const views = row.map((part, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change
      <PartView key={at} part={part} />
    ))
    if (row.length === 1) return views
    const label = t('conversation.cards', { count: row.length })
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      <section key={index} className={styles.carousel} aria-label={label} tabIndex={0}>
        {views}
      </section>
    )
  })
}

function PartView({ part }: { part: Part }) {
  switch (part.type) {
    case 'text':
      return (
        <div className={styles.text} dir="auto">
          <RichText text={part.text} />
        </div>
      )
    case 'image':
      return <Picture url={part.url} alt={part.alt ?? ''} />
    case 'quick_replies':
      return <Choices items={part.items} />
    case 'buttons':
      return <Choices items={part.items} />
    case 'card':
      return (
        <div className={styles.card}>
          {part.image !== undefined && <Picture url={part.image} alt="" />}
          <strong dir="auto">{part.title}</strong>
          {part.subtitle !== undefined && <span dir="auto">{part.subtitle}</span>}
          {part.buttons !== undefined && <Choices items={part.buttons} />}
        </div>
      )
    case 'file':
      return isPlayable(part) ? <Player part={part} /> : <FilePart part={part} />
    case 'location':
      return <Place lat={part.lat} lon={part.lon} />
  }
}

function Picture({ url, alt }: { url: string; alt: string }) {
  const source = addressOf(url)
  return source === null ? (
    <span dir="auto">{alt}</span>
  ) : (
    <img className={styles.image} src={source} alt={alt} loading="lazy" referrerPolicy="no-referrer" />
  )
}

/** What the contact could choose; only links can be followed from here. */
function Choices({ items }: { items: ButtonItem[] }) {
  return (
    <span className={styles.choices}>
      {items.map((item) => {
        const href = item.url === undefined ? null : safeUrl(item.url)
        const key = `${item.label} ${item.payload ?? item.url ?? ''}`
        return href === null ? (
          <span key={key} className={styles.choice} dir="auto">
            {item.label}
          </span>
        ) : (
          <a
            key={key}
            className={styles.choice}
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            dir="auto"
          >
            {item.label} <span className="quiet">{hostOf(href)}</span> <IconExternalLink size={12} aria-hidden />
          </a>
        )
      })}
    </span>
  )
}

/** Nothing is loaded before somebody presses play; what cannot be played is offered as a file. */
function Player({ part }: { part: Extract<Part, { type: 'file' }> }) {
  const [isBroken, setBroken] = useState(false)
  const src = addressOf(part.url)
  if (src === null || isBroken) return <FilePart part={part} />
  const settings = {
    src,
    controls: true,
    preload: 'none',
    className: styles.recording,
    'aria-label': part.name,
    onError: () => setBroken(true),
  } as const
  return (
    <figure className={styles.player}>
      {part.contentType.startsWith('video/') ? <video {...settings} playsInline /> : <audio {...settings} />}
      <figcaption className="quiet" dir="auto">
        {part.name}
      </figcaption>
    </figure>
  )
}

function FilePart({ part }: { part: Extract<Part, { type: 'file' }> }) {
  const { t, i18n } = useTranslation()
  const href = addressOf(part.url)
  const content = (
    <>
      <IconFile size={18} stroke={1.5} aria-hidden />
      <span className={styles.fileName}>
        <bdi className="cut">{part.name}</bdi>
        {part.size > 0 && <span className="quiet tabular">{sizeText(part.size, i18n.language)}</span>}
      </span>
      {href !== null && <IconDownload size={16} aria-hidden />}
    </>
  )
  if (href === null) return <span className={styles.file}>{content}</span>
  return (
    <a className={styles.file} href={href} download={part.name} title={t('conversation.download', { name: part.name })}>
      {content}
    </a>
  )
}

function Place({ lat, lon }: { lat: number; lon: number }) {
  const { t } = useTranslation()
  return (
    <a
      className={styles.file}
      href={`https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=15/${lat}/${lon}`}
      target="_blank"
      rel="noopener noreferrer"
    >
      <IconMapPin size={18} stroke={1.5} aria-hidden />
      <span className="tabular">{t('conversation.location', { lat: lat.toFixed(4), lon: lon.toFixed(4) })}</span>
      <IconExternalLink size={14} aria-hidden />
    </a>
  )
}

/** A button says nothing of where it leads: the host does. */
function hostOf(href: string): string {
  return new URL(href).host
}

/** A web address, or one of our own files. */
function addressOf(url: string): string | null {
  return /^\/(?![/\\])/.test(url) ? url : safeUrl(url)
}
