import { factsOf, lineOfEvent, readable, timesIn, variablesOf, type Written } from './download-words.ts'

/** A page that needs nothing else: no script, no picture, no address that could be followed. */
export function writtenAsHtml(timeZone: string): Written {
  const time = timesIn(timeZone)
  let contactName = ''
  return {
    begin(view) {
      contactName = view.contactName
      const rows = (all: [string, string][]) =>
        all.map(([name, value]) => `<tr><th scope="row">${safe(name)}</th><td dir="auto">${safe(value)}</td></tr>\n`)
      return [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        `<title>${safe(view.contactName)}, ${safe(view.id)}</title><style>${pageStyle}</style></head><body>\n`,
        `<h1 dir="auto">${safe(view.contactName)}</h1>\n<table>\n${rows(factsOf(view)).join('')}</table>\n`,
        `<h2>Variables</h2>\n<table>\n${rows(variablesOf(view)).join('')}</table>\n`,
        `<h2>Log</h2>\n<p>Times: ${safe(timeZone)}</p>\n<ol>\n`,
      ].join('')
    },
    events: (events) =>
      events
        .flatMap((event) => lineOfEvent(event, contactName) ?? [])
        .map(({ kind, at, who, text }) => {
          const mark = kind === 'note' ? ' <strong>Internal note</strong>' : ''
          const head = `<time datetime="${safe(at)}">${safe(time(at))}</time> <b dir="auto">${safe(who)}</b>${mark}`
          return `<li class="${kind}">${head}<div dir="auto">${safe(text)}</div></li>\n`
        })
        .join(''),
    end: () => '</ol>\n</body></html>\n',
  }
}

export const pageStyle = [
  'body{font:15px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1c1c1c;background:#fff}',
  'th{text-align:start;font-weight:400;color:#595959;padding-inline-end:1rem;vertical-align:top}',
  'td,div{overflow-wrap:anywhere}ol{list-style:none;padding:0}li{margin:0 0 .75rem}li div{white-space:pre-wrap}',
  'time{color:#595959;font-variant-numeric:tabular-nums}.event{color:#595959}',
  '.note{border:1px dashed #767676;padding:.5rem .75rem}',
].join('')

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function safe(text: string): string {
  return readable(text).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
