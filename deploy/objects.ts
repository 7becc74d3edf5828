/** What must be true of the Kubernetes objects that the chart renders. */
import { isDeepStrictEqual } from 'node:util'
import { parseAllDocuments } from 'yaml'

export type Labels = Record<string, string>
export type Probe = { httpGet: { path: string; port: string }; periodSeconds: number; failureThreshold: number }

export type Container = {
  name: string
  image: string
  args?: string[]
  env: { name: string; value: string }[]
  ports?: { name: string; containerPort: number }[]
  volumeMounts: { name: string; mountPath: string }[]
  securityContext: Record<string, unknown> & { capabilities: { drop: string[] } }
  resources: { requests?: object; limits?: object }
  lifecycle?: { preStop?: { exec?: { command: string[] } } }
  startupProbe?: Probe
  livenessProbe?: Probe
  readinessProbe?: Probe
}

export type PodTemplate = {
  metadata: { labels: Labels }
  spec: {
    serviceAccountName: string
    automountServiceAccountToken: boolean
    terminationGracePeriodSeconds: number
    securityContext: Record<string, unknown>
    initContainers: Container[]
    containers: Container[]
    topologySpreadConstraints?: { labelSelector: { matchLabels: Labels } }[]
    volumes: { name: string; secret?: { items: { key: string; path: string }[] } }[]
  }
}

/** As much of an object as is looked at here. */
export type KubernetesObject = {
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Labels }
  automountServiceAccountToken?: boolean
  spec?: {
    replicas?: number
    serviceName?: string
    selector?: Labels & { matchLabels?: Labels }
    template?: PodTemplate
    volumeClaimTemplates?: { metadata: { name: string } }[]
    ports?: { name: string; targetPort: string }[]
    podSelector?: { matchLabels: Labels }
    scaleTargetRef?: { kind: string; name: string }
    rules?: { http: { paths: { backend: { service: { name: string; port: { name: string } } } }[] } }[]
    endpoints?: { port: string; path: string }[]
    ingress?: { ports: { port: string }[] }[]
  }
}

export type ObjectSurroundings = {
  /** Paths that the server answers. */
  routes: ReadonlySet<string>
  /** Names of the variables that Baton knows. */
  settings: ReadonlySet<string>
  /** The number of the user whom the image runs as. */
  user: number
}

type Look = (objects: KubernetesObject[], surroundings: ObjectSurroundings) => string[]

const looks: Look[] = [names, pods, selectors, ports, containers, secrets, mounts, probes, stopping, oneOrSeveral]

/** Seconds that the server may take from SIGTERM to its end. */
const longestStop = 10

/** One sentence for each fault, none for good objects. */
export function objectProblems(objects: KubernetesObject[], surroundings: ObjectSurroundings): string[] {
  return looks.flatMap((look) => look(objects, surroundings))
}

/** The objects in a YAML text. Throws where a value means one thing to YAML 1.1, which Kubernetes reads, and another to 1.2. */
export function readObjects(text: string): KubernetesObject[] {
  const [older, newer] = (['1.1', '1.2'] as const).map((version) =>
    parseAllDocuments(text, { version, uniqueKeys: true }).flatMap((document) => {
      const [error] = document.errors
      if (error !== undefined) throw error
      const value: unknown = document.toJS()
      return value === null ? [] : [value as KubernetesObject]
    }),
  )
  if (!isDeepStrictEqual(older, newer)) throw new Error('a value means two things in two versions of YAML')
  return newer ?? []
}

function names(objects: KubernetesObject[]): string[] {
  const known = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
  return [
    ...known.filter((name, index) => known.indexOf(name) !== index).map((name) => `${name} is there twice`),
    ...objects.flatMap(({ kind, metadata: { name, labels } }) => [
      ...(/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name) ? [] : [`${kind} has the name "${name}"`]),
      ...(labels?.['app.kubernetes.io/instance'] === undefined ? [`${kind} ${name} does not say whose it is`] : []),
    ]),
  ]
}

function pods(objects: KubernetesObject[], { user }: ObjectSurroundings): string[] {
  const accounts = ofKind(objects, 'ServiceAccount')
  return podsIn(objects).flatMap(({ spec }) => {
    const { securityContext, automountServiceAccountToken, serviceAccountName } = spec
    const seccomp = securityContext.seccompProfile as { type?: string } | undefined
    const account = accounts.find(({ metadata }) => metadata.name === serviceAccountName)
    return [
      ...(securityContext.runAsNonRoot === true ? [] : ['the pod may run as root']),
      ...(securityContext.runAsUser === user ? [] : [`the pod does not run as ${user}, as the image does`]),
      ...(securityContext.fsGroup === user ? [] : ['the volume does not belong to whom the pod runs as']),
      ...(seccomp?.type === 'RuntimeDefault' ? [] : ['the pod has no seccomp profile']),
      ...(automountServiceAccountToken === false ? [] : ['the pod gets a token for the cluster']),
      ...(account === undefined && accounts.length > 0 ? ['the pod uses another service account'] : []),
      ...(account?.automountServiceAccountToken === true ? ['the service account hands out its token'] : []),
    ]
  })
}

/** Every selector finds the pods of this release (a ServiceMonitor: its Service). */
function selectors(objects: KubernetesObject[]): string[] {
  const [pod] = podsIn(objects)
  const services = ofKind(objects, 'Service')
  const spread = pod?.spec.topologySpreadConstraints?.map(({ labelSelector }) => labelSelector.matchLabels) ?? []
  return [
    ...objects.flatMap(({ kind, spec }) => {
      const { matchLabels, ...plain } = spec?.selector ?? {}
      const selector = matchLabels ?? spec?.podSelector?.matchLabels ?? (plain as Labels)
      if (spec?.selector === undefined && spec?.podSelector === undefined) return []
      const targets =
        kind === 'ServiceMonitor' ? services.map(({ metadata }) => metadata.labels) : [pod?.metadata.labels]
      return targets.some((labels) => selects(selector, labels)) ? [] : [`the selector of ${kind} finds nothing`]
    }),
    ...spread.filter((labels) => !selects(labels, pod?.metadata.labels)).map(() => 'pods are spread by other labels'),
  ]
}

function selects(selector: Labels, labels: Labels = {}): boolean {
  const wanted = Object.entries(selector)
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value)
}

function ports(objects: KubernetesObject[]): string[] {
  const open = podsIn(objects).flatMap(({ spec }) => spec.containers.flatMap((container) => container.ports ?? []))
  const isOpen = (name: string) => open.some((port) => port.name === name)
  const services = ofKind(objects, 'Service')
  const offers = (service: string, port: string) =>
    services.some(({ metadata, spec }) => metadata.name === service && spec?.ports?.some(({ name }) => name === port))
  return [
    ...services
      .flatMap(({ spec }) => spec?.ports ?? [])
      .filter(({ targetPort }) => !isOpen(targetPort))
      .map(({ targetPort }) => `a Service leads to the port ${targetPort}, which no container has`),
    ...ofKind(objects, 'Ingress')
      .flatMap(({ spec }) => spec?.rules?.flatMap(({ http }) => http.paths) ?? [])
      .map(({ backend }) => backend.service)
      .filter(({ name, port }) => !offers(name, port.name))
      .map(({ name, port }) => `the Ingress leads to ${name}:${port.name}, which is not there`),
    ...ofKind(objects, 'ServiceMonitor')
      .flatMap(({ spec }) => spec?.endpoints ?? [])
      .filter(({ port }) => !services.some(({ spec }) => spec?.ports?.some(({ name }) => name === port)))
      .map(({ port }) => `Prometheus asks the port ${port}, which no Service has`),
    ...ofKind(objects, 'NetworkPolicy')
      .flatMap(({ spec }) => spec?.ingress?.flatMap((rule) => rule.ports) ?? [])
      .filter(({ port }) => !isOpen(port))
      .map(({ port }) => `the NetworkPolicy opens the port ${port}, which no container has`),
  ]
}

function containers(objects: KubernetesObject[], { settings }: ObjectSurroundings): string[] {
  return inContainers(objects, (container) => {
    const { env, image, ports = [], resources, securityContext } = container
    const set = new Map(env.map(({ name, value }) => [name, value]))
    const problems = env.filter(({ name }) => !settings.has(name)).map(({ name }) => `Baton knows no variable ${name}`)
    const require = (isTrue: boolean, problem: string) => void (isTrue || problems.push(problem))
    require(/@sha256:|:(?!latest)[\w.-]+$/.test(image), `the image "${image}" is not pinned`)
    require(securityContext.readOnlyRootFilesystem === true, 'its root file system is not read-only')
    require(securityContext.allowPrivilegeEscalation === false, 'it may gain privileges')
    require(securityContext.runAsNonRoot === true, 'it may run as root')
    require(securityContext.capabilities.drop.join() === 'ALL', 'it keeps capabilities')
    require(resources.requests !== undefined && resources.limits !== undefined, 'it says not what it needs')
    require(set.size === env.length, 'a variable is set twice')
    require(env.every(({ value }) => typeof value === 'string'), 'a variable is no text')
    for (const { containerPort } of ports)
      require(set.get('PORT') === String(containerPort), 'it listens on another port than it says')
    return problems
  })
}

/** Secrets come as files from the Secret, and every file that is named is there. */
function secrets(objects: KubernetesObject[]): string[] {
  return podsIn(objects).flatMap(({ spec }) => {
    const files = spec.volumes
      .flatMap(({ secret }) => secret?.items ?? [])
      .map(({ path }) => `/run/secrets/baton/${path}`)
    return [...spec.initContainers, ...spec.containers].flatMap(({ name, env }) => {
      const named = env.filter((variable) => variable.name.endsWith('_FILE')).map(({ value }) => value)
      const bare = env.filter(
        (variable) => /(?:_URL|_KEY)$/.test(variable.name) && variable.name !== 'BATON_PUBLIC_URL',
      )
      return [
        ...named.filter((file) => !files.includes(file)).map((file) => `${name}: there is no file ${file}`),
        ...files.filter((file) => !named.includes(file)).map((file) => `${name}: nobody reads ${file}`),
        ...bare.map((variable) => `${name}: ${variable.name} holds a secret in the open`),
      ]
    })
  })
}

function mounts(objects: KubernetesObject[]): string[] {
  const claimed = objects.flatMap(({ spec }) => spec?.volumeClaimTemplates?.map(({ metadata }) => metadata.name) ?? [])
  return podsIn(objects).flatMap(({ spec }) => {
    const volumes = [...spec.volumes.map(({ name }) => name), ...claimed]
    return [...spec.initContainers, ...spec.containers].flatMap(({ name, volumeMounts }) => [
      ...volumeMounts
        .filter((mount) => !volumes.includes(mount.name))
        .map((mount) => `${name}: there is no volume ${mount.name}`),
      ...volumes
        .filter((volume) => !volumeMounts.some((mount) => mount.name === volume))
        .map((volume) => `${name}: the volume ${volume} is not mounted`),
      ...['/data', '/tmp']
        .filter((path) => !volumeMounts.some((mount) => mount.mountPath === path))
        .map((path) => `${name}: ${path} cannot be written`),
    ])
  })
}

function probes(objects: KubernetesObject[], { routes }: ObjectSurroundings): string[] {
  const wanted = { startupProbe: '/startupz', livenessProbe: '/livez', readinessProbe: '/readyz' } as const
  return inContainers(objects, (container) => {
    if (container.args?.includes('migrate')) return []
    return Object.entries(wanted).flatMap(([name, path]) => {
      const probe = container[name as keyof typeof wanted]
      if (probe?.httpGet.path !== path) return [`its ${name} does not ask ${path}`]
      const isOpen = container.ports?.some((port) => port.name === probe.httpGet.port)
      return [
        ...(routes.has(path) ? [] : [`the server does not answer ${path}`]),
        ...(isOpen ? [] : [`its ${name} asks the port ${probe.httpGet.port}, which it has not`]),
      ]
    })
  })
}

function stopping(objects: KubernetesObject[]): string[] {
  return podsIn(objects).flatMap(({ spec }) =>
    spec.containers.flatMap(({ name, lifecycle }) => {
      const [program, seconds] = lifecycle?.preStop?.exec?.command ?? []
      if (program !== 'sleep') return [`${name}: it stops before everybody has heard of it`]
      const isEnough = spec.terminationGracePeriodSeconds > Number(seconds) + longestStop
      return isEnough ? [] : [`${name}: it is given less time to stop than it may take`]
    }),
  )
}

/** SQLite has one node and nothing that assumes more; several nodes are a Deployment. */
function oneOrSeveral(objects: KubernetesObject[]): string[] {
  const kinds = objects.map(({ kind }) => kind)
  const sets = ofKind(objects, 'StatefulSet')
  const services = ofKind(objects, 'Service').map(({ metadata }) => metadata.name)
  const targets = ofKind(objects, 'HorizontalPodAutoscaler').map(({ spec }) => spec?.scaleTargetRef)
  const deployments = ofKind(objects, 'Deployment')
  return [
    ...(podsIn(objects).length === 1 ? [] : ['there is not one workload']),
    ...sets.filter(({ spec }) => spec?.replicas !== 1).map(() => 'SQLite has not one node'),
    ...sets
      .filter(({ spec }) => !services.includes(spec?.serviceName ?? ''))
      .map(() => 'the Service of the StatefulSet is not there'),
    ...(sets.length > 0
      ? ['HorizontalPodAutoscaler', 'PodDisruptionBudget']
          .filter((kind) => kinds.includes(kind))
          .map((kind) => `one node has a ${kind}`)
      : []),
    ...targets
      .filter(
        (target) => !deployments.some(({ kind, metadata }) => kind === target?.kind && metadata.name === target.name),
      )
      .map(() => 'what is to be scaled is not there'),
    ...(targets.length > 0 && deployments.some(({ spec }) => spec?.replicas !== undefined)
      ? ['both the Deployment and the autoscaler say how many']
      : []),
  ]
}

function ofKind(objects: KubernetesObject[], kind: string): KubernetesObject[] {
  return objects.filter((object) => object.kind === kind)
}

function podsIn(objects: KubernetesObject[]): PodTemplate[] {
  return objects.flatMap(({ spec }) => spec?.template ?? [])
}

function inContainers(objects: KubernetesObject[], look: (container: Container) => string[]): string[] {
  return podsIn(objects).flatMap(({ spec }) =>
    [...spec.initContainers, ...spec.containers].flatMap((container) =>
      look(container).map((problem) => `${container.name}: ${problem}`),
    ),
  )
}
