import { createHash } from 'node:crypto'
import { asId } from '@baton/core/ids'
import type { Bot } from '../store/store.ts'
import type { Baton } from './baton.ts'
import { notFound } from './problems.ts'

const style = `
:root { color-scheme: light dark; font-family: Inter, system-ui, sans-serif; line-height: 1.6 }
body { margin: 0; background: light-dark(#faf9f7, #16171a); color: light-dark(#23252b, #e8e8ea) }
header { border-bottom: 1px solid light-dark(#e4e2de, #2c2e34); padding: 20px 32px; display: flex; gap: 32px; align-items: baseline; flex-wrap: wrap }
header strong { font-size: 18px; letter-spacing: -0.01em }
header span { color: light-dark(#5d606a, #a2a5ae); font-size: 14px }
main { max-width: 640px; margin: 0 clamp(0px, 4vw, 160px); padding: 72px 32px 160px }
h1 { font-size: clamp(30px, 6vw, 44px); line-height: 1.15; letter-spacing: -0.02em; margin: 0 0 20px; font-weight: 650 }
p { font-size: 17px; color: light-dark(#45484f, #bfc1c8); margin: 0 0 16px }
ol { margin: 40px 0 0; padding: 0; list-style: none; display: grid; gap: 12px }
li { border: 1px solid light-dark(#e4e2de, #2c2e34); border-radius: 8px; padding: 16px 20px; background: light-dark(#fff, #1c1d21); font-size: 15px }
li b { display: block; font-weight: 600 }
a { color: light-dark(#5b3fc4, #b6a3ff) }
code { font-size: 14px; background: light-dark(#efedf8, #26262e); padding: 2px 6px; border-radius: 4px }
`

/** A page like any site's, with the widget on it. */
export async function demoPage(baton: Baton, asked: string | undefined): Promise<{ html: string; policy: string }> {
  const bot = asked === undefined ? await firstLive(baton) : await baton.store.bots.findAnywhere(asId(asked))
  if (bot === null) throw notFound('bot')
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; script-src 'self'; style-src 'sha256-${hash}'; connect-src 'self'; frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'`
  return { html: page(bot), policy }
}

async function firstLive({ store }: Baton): Promise<Bot | null> {
  const [workspace] = await store.workspaces.all()
  const bots = workspace === undefined ? [] : await store.bots.list(workspace.id)
  return bots.find(({ live }) => live !== null) ?? null
}

function page({ id, name }: Bot): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo site · ${asText(name)}</title>
<style>${style}</style>
<header><strong>${asText(name)}</strong><span>A page like any other, with the chat at the lower right.</span></header>
<main>
  <h1>Ask the assistant. Or ask for a person.</h1>
  <p>The button at the lower right opens the chat. The assistant answers until somebody from the team takes over, and it is silent from then on.</p>
  <ol>
    <li><b>Sign in at the desk</b>Open the one-time link that the terminal printed, in a second window. You are online from then on.</li>
    <li><b>Ask for a person here</b>Choose <em>Talk to a person</em> in the chat. The conversation shows as <em>Taken over</em> at the desk.</li>
    <li><b>Answer, then hand over</b>What you write at the desk appears here at once. Handing over gives control back to the assistant.</li>
  </ol>
</main>
<script async src="/widget.js" data-bot="${asText(id)}"></script>
</html>
`
}

function asText(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
