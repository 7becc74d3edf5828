/** What must be true of a compose file, as a function over its text. */
import { parseDocument } from 'yaml'

export type ComposeSurroundings = {
  /** The text of a file, by its path from the compose file; null: there is none. */
  textOf: (path: string) => string | null
  /** Names of the variables that Baton knows. */
  settings: ReadonlySet<string>
  version: string
}

type Service = {
  image?: string
  build?: { context?: string; dockerfile?: string }
  command?: string | string[]
  environment?: Record<string, unknown>
  secrets?: string[]
  volumes?: string[]
  tmpfs?: string[]
  networks?: string[]
  ports?: string[]
  depends_on?: Record<string, { condition?: string }>
  healthcheck?: { test?: unknown; disable?: boolean }
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  restart?: string
  stop_grace_period?: string
  [key: string]: unknown
}

type Network = { internal?: boolean; ipam?: { config?: { subnet?: string }[] } } | null
type Named = [name: string, service: Service]

type Compose = {
  services: Record<string, Service>
  networks: Record<string, Network>
  volumes: Record<string, unknown>
  secrets: Record<string, { file?: string }>
}

type Look = (compose: Compose, surroundings: ComposeSurroundings) => string[]

const looks: Look[] = [keys, images, hardening, health, order, references, leftOver, secretPaths, ports, nodes]

const keysOfFile = ['name', 'services', 'networks', 'volumes', 'secrets']
const keysOfService =
  'image build command entrypoint environment secrets volumes tmpfs networks ports depends_on healthcheck read_only cap_drop cap_add security_opt pids_limit ulimits mem_limit cpus shm_size restart logging stop_grace_period user'.split(
    ' ',
  )

/** One sentence for each fault, none for a good file. */
export function composeProblems(text: string, surroundings: ComposeSurroundings): string[] {
  const document = parseDocument(text, { merge: true, uniqueKeys: true })
  if (document.errors.length > 0) return document.errors.map(({ message }) => message.split('\n')[0] ?? '')
  const file = document.toJS() as Partial<Compose> & Record<string, unknown>
  const compose: Compose = {
    ...file,
    services: file.services ?? {},
    networks: file.networks ?? {},
    volumes: file.volumes ?? {},
    secrets: file.secrets ?? {},
  }
  return looks.flatMap((look) => look(compose, surroundings))
}

function keys(compose: Compose): string[] {
  const top = Object.keys(compose).filter((key) => !keysOfFile.includes(key) && !key.startsWith('x-'))
  return [
    ...top.map((key) => `"${key}" is no key of a compose file`),
    ...inServices(compose, (_, service) =>
      Object.keys(service)
        .filter((key) => !keysOfService.includes(key))
        .map((key) => `"${key}" is no key that is used here`),
    ),
  ]
}

function images(compose: Compose, { version }: ComposeSurroundings): string[] {
  return inServices(compose, (_, { image = '' }) => {
    const [name, tag = 'latest'] = image.split(':')
    if (tag === 'latest') return [`the image "${image}" is not pinned`]
    return name === 'baton' && tag !== version ? [`the image is ${tag}, package.json says ${version}`] : []
  })
}

function hardening(compose: Compose): string[] {
  return inServices(compose, (_, service) => {
    const problems: string[] = []
    if (service.read_only !== true) problems.push('its root file system is not read-only')
    if (service.cap_drop?.join() !== 'ALL') problems.push('it keeps capabilities: cap_drop [ALL] is missing')
    if (!service.security_opt?.includes('no-new-privileges:true')) problems.push('it may gain privileges')
    return problems
  })
}

function health(compose: Compose): string[] {
  return inServices(compose, (_, service) => {
    if (endsByItself(service)) return []
    const { test: asked } = service.healthcheck ?? {}
    const isForm = Array.isArray(asked) && asked.length > 1 && ['CMD', 'CMD-SHELL'].includes(asked[0])
    return isForm ? [] : ['it has no health check']
  })
}

function order(compose: Compose): string[] {
  return inServices(compose, (_, { depends_on = {} }) =>
    Object.entries(depends_on).flatMap(([name, { condition }]) => {
      const other = compose.services[name]
      if (other === undefined) return [`it waits for ${name}, which is no service`]
      const isGood = condition === (endsByItself(other) ? 'service_completed_successfully' : 'service_healthy')
      return isGood ? [] : [`it waits for ${name} with condition ${condition}`]
    }),
  )
}

function references(compose: Compose, { textOf }: ComposeSurroundings): string[] {
  const declared = ({ networks, volumes, secrets }: Service) => [
    ...missing('network', networks, compose.networks),
    ...missing('volume', volumes?.map(sourceOf).filter(isName), compose.volumes),
    ...missing('secret', secrets, compose.secrets),
  ]
  return inServices(compose, (_, service) => {
    const mounted = service.volumes?.map(sourceOf).filter((source) => !isName(source)) ?? []
    const { context, dockerfile } = service.build ?? {}
    const built = service.build === undefined ? [] : [`${context}/${dockerfile}`]
    const absent = [...mounted, ...built].filter((path) => textOf(path) === null)
    return [...declared(service), ...absent.map((path) => `there is no file ${path}`)]
  })
}

function missing(kind: string, named: string[] = [], known: Record<string, unknown>): string[] {
  return named.filter((name) => !(name in known)).map((name) => `the ${kind} ${name} is not declared`)
}

function leftOver({ services, networks, volumes, secrets }: Compose): string[] {
  const all = Object.values(services)
  const unused = (kind: string, known: object, used: (service: Service) => string[] | undefined) => {
    const names = new Set(all.flatMap((service) => used(service) ?? []))
    return Object.keys(known).flatMap((name) => (names.has(name) ? [] : [`nobody uses the ${kind} ${name}`]))
  }
  return [
    ...unused('network', networks, (service) => service.networks),
    ...unused('volume', volumes, (service) => service.volumes?.map(sourceOf)),
    ...unused('secret', secrets, (service) => service.secrets),
  ]
}

function secretPaths(compose: Compose, { textOf }: ComposeSurroundings): string[] {
  return inServices(compose, (_, { environment = {}, command = '', secrets = [], volumes = [] }) => {
    const mounted = volumes.map(sourceOf).flatMap((source) => (isName(source) ? [] : (textOf(source) ?? [])))
    const texts = [...Object.values(environment).map(String), ...[command].flat(), ...mounted]
    const named = texts.flatMap((text) => [...text.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, name = '']) => name))
    const bare = Object.entries(environment).filter(
      ([name, value]) => /(?:PASSWORD|SECRET|KEY|_URL)$/.test(name) && /:\/\/[^/]*:.*@|^\w{16,}$/.test(String(value)),
    )
    return [
      ...named.filter((name) => !secrets.includes(name)).map((name) => `it reads the secret ${name} without having it`),
      ...secrets
        .filter((name) => !named.includes(name))
        .map((name) => `it has the secret ${name} and does not read it`),
      ...bare.map(([name]) => `${name} holds a secret in the open`),
    ]
  })
}

/** Only the balancer is reached from outside; without one, only this machine may reach the node. */
function ports(compose: Compose): string[] {
  return inServices(compose, (name, { ports: published = [] }) =>
    published
      .filter((port) => name !== 'balancer' && !port.startsWith('127.0.0.1:'))
      .map((port) => `it publishes ${port}`),
  )
}

function nodes(compose: Compose, { settings }: ComposeSurroundings): string[] {
  const { networks, services } = compose
  return inServices(compose, (_, service) => {
    if (!service.image?.startsWith('baton:')) return []
    const { environment = {}, stop_grace_period: grace = '10s' } = service
    const problems = Object.keys(environment)
      .filter((name) => !settings.has(name))
      .map((name) => `Baton knows no variable ${name}`)
    if (Number.parseInt(grace, 10) <= 10) problems.push('it is given less time to stop than it may take')
    const mounts = [...(service.volumes ?? []).map(targetOf), ...(service.tmpfs ?? []).map(sourceOf)]
    if (!mounts.includes('/data') || !mounts.includes('/tmp')) problems.push('/data and /tmp are not both mounted')
    if (services.balancer === undefined || endsByItself(service)) return problems
    const shared = service.networks?.filter((name) => services.balancer?.networks?.includes(name)) ?? []
    const subnets = shared.map((name) => networks[name]?.ipam?.config?.[0]?.subnet)
    if (subnets.join() !== environment.BATON_TRUSTED_PROXIES)
      problems.push('the proxies it trusts are not the one network it shares with the balancer')
    return problems
  })
}

function inServices({ services }: Compose, look: (...named: Named) => string[]): string[] {
  return Object.entries(services).flatMap(([name, service]) =>
    look(name, service).map((problem) => `${name}: ${problem}`),
  )
}

function endsByItself({ restart }: Service): boolean {
  return restart === 'no'
}

function sourceOf(volume: string): string {
  return volume.split(':')[0] ?? ''
}

function targetOf(volume: string): string {
  return volume.split(':')[1] ?? ''
}

function isName(source: string): boolean {
  return /^[a-z]/.test(source)
}
