// Asks this container's own server, for its health check: ends with 0 where the answer is good. `probe.mjs [/readyz]`
const path = process.argv[2] ?? '/livez'
const port = process.env.PORT || '3000'
const patienceMs = 4_000

try {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(patienceMs) })
  if (!answer.ok) console.error(`${path} answers ${answer.status}: ${await answer.text()}`)
  process.exitCode = answer.ok ? 0 : 1
} catch (error) {
  console.error(`${path} does not answer: ${error}`)
  process.exitCode = 1
}
