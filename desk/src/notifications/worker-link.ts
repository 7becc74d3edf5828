/** The desk's side of its service worker. */
import { record } from '../api/shape.ts'
import { goTo } from '../shell/navigation.ts'

const address = '/worker.js'

/** Registered when it is first needed. Null: this browser has none, or not at this address. */
let registration: Promise<ServiceWorkerRegistration | null> | null = null

export function worker(): Promise<ServiceWorkerRegistration | null> {
  registration ??= register()
  return registration
}

async function register(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null
  try {
    await navigator.serviceWorker.register(trusted(address), { scope: '/', updateViaCache: 'none' })
    return await navigator.serviceWorker.ready
  } catch {
    return null
  }
}

/** Follows what is asked for by a click on a notification, in whichever window the worker has chosen. */
export function followWorker(): () => void {
  if (!('serviceWorker' in navigator)) return () => {}
  const hear = ({ data }: MessageEvent) => {
    const { type, conversation } = record(data ?? {}, 'message')
    if (type === 'open' && typeof conversation === 'string') goTo({ name: 'inbox', conversation })
  }
  navigator.serviceWorker.addEventListener('message', hear)
  return () => navigator.serviceWorker.removeEventListener('message', hear)
}

type Policies = { createPolicy(name: string, rules: object): { createScriptURL(text: string): string } }

/** The desk's content policy takes no addresses of scripts that nobody has vouched for. */
function trusted(text: string): string {
  const { trustedTypes } = window as { trustedTypes?: Policies }
  const rules = { createScriptURL: (one: string) => (one === address ? one : '') }
  return trustedTypes?.createPolicy('baton-worker', rules).createScriptURL(text) ?? text
}
