/** Draws the icons of the installed desk from the mark, with the browser of the tests: `node scripts/icons.mjs`. */
import { copyFile, readFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'

const mark = 'desk/src/mark.svg'
const folder = 'desk/public/icons'
/** Part of the width: what systems that cut a circle or a drop out of an icon leave in sight. */
const safeWidth = 0.66

const icons = [
  { name: 'mark-192', size: 192, isMaskable: false },
  { name: 'mark-512', size: 512, isMaskable: false },
  { name: 'mark-maskable-512', size: 512, isMaskable: true },
  { name: 'mark-touch-180', size: 180, isMaskable: true },
]

const svg = await readFile(mark, 'utf8')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
try {
  const page = await browser.newPage()
  for (const { name, size, isMaskable } of icons) {
    const width = isMaskable ? size * safeWidth : size
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${isMaskable ? '#1f2127' : 'transparent'}"><div style="width:${width}px;height:${width}px">${svg}</div>`,
    )
    await page.screenshot({ path: `${folder}/${name}.png`, omitBackground: !isMaskable })
  }
  await copyFile(mark, `${folder}/mark.svg`)
} finally {
  await browser.close()
}
