import type { FailedReason } from '../state/outbox.ts'
import type { LauncherTexts, Texts } from './texts.ts'

const failed: Record<FailedReason, string> = {
  refused: 'Nicht gesendet: wurde nicht angenommen.',
  too_long: 'Nicht gesendet: der Text ist zu lang.',
  locked: 'Nicht gesendet: die Unterhaltung ist gesperrt.',
  too_large: 'Nicht gesendet: Dateien dürfen bis zu 10 MB gross sein.',
  not_reached: 'Nicht gesendet: keine Verbindung.',
  type_refused: 'Nicht gesendet: diese Art von Datei wird nicht angenommen.',
}

export const de: Texts = {
  language: 'de',
  direction: 'ltr',
  conversation: 'Unterhaltung',
  close: 'Chat schliessen',
  assistant: 'Automatische Assistenz',
  you: 'Sie',
  team: 'Team',
  operator: 'Teammitglied',
  holder: {
    chatbot: 'Automatische Assistenz',
    requested: 'Wir fragen jemanden an',
    takenOver: (name) => `${name} ist da`,
    closed: 'Diese Unterhaltung ist beendet',
  },
  says: {
    asking: 'Wir fragen jemanden an. Die Assistenz antwortet weiter.',
    askingAgain: (name) =>
      name ? `${name} hat Sie weitergegeben. Wir fragen jemanden an.` : 'Wir fragen jemand anderen an.',
    joined: (name) => `${name} ist jetzt da`,
    passedOn: (from, name) => (from ? `${from} ist gegangen, ${name} ist jetzt da` : `${name} ist jetzt da`),
    left: (name) => (name ? `${name} ist gegangen. Die Assistenz ist wieder da.` : 'Die Assistenz ist wieder da.'),
    nobodyJoined: 'Wir fragen niemanden mehr an. Die Assistenz antwortet weiter.',
    closed: 'Diese Unterhaltung ist beendet.',
    divider: 'Neue Unterhaltung',
  },
  waiting: {
    next: 'Sie sind als Nächstes dran.',
    number: (position) => `Sie sind Nummer ${position}.`,
    soon: 'Es kümmert sich so bald wie möglich jemand um Sie.',
    closed: 'Wir haben gerade geschlossen.',
    opens: (when) => `Wir haben gerade geschlossen und öffnen wieder: ${when}.`,
    underMinute: 'Zuletzt dauerte es weniger als eine Minute.',
    minutes: (count) => `Zuletzt dauerte es etwa ${count} ${count === 1 ? 'Minute' : 'Minuten'}.`,
    hours: (count) => `Zuletzt dauerte es etwa ${count} ${count === 1 ? 'Stunde' : 'Stunden'}.`,
  },
  typing: (name) => `${name} schreibt`,
  link: {
    connecting: 'Verbindung wird aufgebaut…',
    offline: 'Sie sind offline. Was Sie schreiben, wird behalten und später gesendet.',
    back: 'Wieder verbunden.',
  },
  delivery: {
    waiting: 'Wartet auf das Senden',
    sending: 'Wird gesendet…',
    sent: 'Gesendet',
    failed,
    retry: 'Nochmals versuchen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    discard: 'Entfernen',
    uploading: (percent) => `Wird hochgeladen, ${percent} %`,
  },
  composer: {
    label: 'Ihre Nachricht',
    placeholder: 'Nachricht schreiben…',
    startAnew: 'Neu beginnen…',
    choose: 'Bitte wählen Sie eine der Antworten oben.',
    locked: 'In dieser Unterhaltung kann zurzeit nicht geschrieben werden.',
    send: 'Senden',
    attach: 'Datei anhängen (bis 10 MB)',
    left: (count) => (count < 0 ? `${-count} zu viel` : `noch ${count}`),
  },
  choices: 'Antworten zur Auswahl',
  latest: 'Neueste Nachrichten',
  image: 'Bild',
  imageMissing: 'Dieses Bild konnte nicht geladen werden.',
  opensNewTab: '(öffnet einen neuen Tab)',
  download: (name, size) => (size === '' ? `${name} herunterladen` : `${name} herunterladen, ${size}`),
  cards: (count) => `${count} Karten nebeneinander`,
  location: 'Standort',
  today: 'Heute',
  yesterday: 'Gestern',
  refused: {
    site: 'Dieser Chat ist für diese Seite nicht eingerichtet.',
    bot: 'Diesen Chat gibt es nicht mehr.',
    other: 'Dieser Chat kann zurzeit nicht geöffnet werden.',
    retry: 'Nochmals versuchen',
  },
}

export const launcherDe: LauncherTexts = {
  open: 'Chat öffnen',
  close: 'Chat schliessen',
  unread: (count) => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
}
