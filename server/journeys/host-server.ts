/** Pages of other people's sites, each with the widget on it and something of its own that might break it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type HostPage = {
  /** What stands before the snippet. */
  head?: string
  body?: string
  /** Instead of the usual snippet; `SCRIPT` stands for its address and the bot. */
  snippet?: string
  html?: string
  doctype?: string
  policy?: string
  /** In which language the button speaks. */
  opens?: string
}

export const nonce = 'bm9uY2U'

/**
 * On `localhost`, which is another site than the numbers that Baton listens on: to its frames the browser denies all
 * storage there. By the numbers it is the same site. Pages are asked for by name.
 */
export async function serveHosts(
  pages: Record<string, HostPage>,
  { origin, bot }: { origin: string; bot: string },
): Promise<{ origin: string; sameSite: string; close(): Promise<void> }> {
  const script = `async src="${origin}/widget.js" data-bot="${bot}"`
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://host').pathname.slice(1)]
    if (page === undefined) {
      response.writeHead(204).end()
      return
    }
    const policy = page.policy?.replaceAll('BATON', origin).replaceAll('SOCKET', origin.replace('http', 'ws'))
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(policy !== undefined && { 'content-security-policy': policy }),
    })
    response.end(written(page).replaceAll('SCRIPT', script))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    sameSite: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function written({ doctype = '<!doctype html>', html = 'lang="en"', head = '', body = '', snippet }: HostPage): string {
  const own = `<script nonce="${nonce}">window.known = Object.getOwnPropertyNames(window)</script>`
  return `${doctype}<html ${html}><head><meta charset="utf-8"><title>Shop</title>${head}${own}${
    snippet ?? `<script nonce="${nonce}" SCRIPT></script>`
  }</head><body><h1>Shop</h1><p>Shoes and bags.</p>${body}</body></html>`
}
