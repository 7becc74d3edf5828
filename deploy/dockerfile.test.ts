import { describe, expect, test } from 'vitest'
import { type BuildContext, dockerfileProblems } from './dockerfile.ts'
import { exchange, filesUnder, read } from './testing.ts'

const text = read('deploy/Dockerfile')
const context: BuildContext = {
  files: filesUnder(''),
  ignore: read('.dockerignore'),
  version: JSON.parse(read('package.json')).version,
  rooms: { server: roomsOf('server'), screens: [...roomsOf('desk'), ...roomsOf('widget'), 'actions'] },
  sources: { screens: ['desk', 'widget'].flatMap((room) => outsideOf(room, 'vite.config.ts')) },
}

/** A room and those it depends on. */
function roomsOf(room: string): string[] {
  const { dependencies } = JSON.parse(read(`${room}/package.json`))
  const names = Object.keys(dependencies).filter((name) => name.startsWith('@baton/'))
  return [room, ...names.flatMap((name) => roomsOf(name.slice('@baton/'.length)))]
}

/** What a file of a room imports that lies in none. */
function outsideOf(room: string, file: string): string[] {
  return [...read(`${room}/${file}`).matchAll(/from '\.\.\/([^']+)'/g)].map(([, path = '']) => path)
}

describe('[O-01] the recipe of the image', () => {
  test('has no fault', () => expect(dockerfileProblems(text, context)).toEqual([]))

  test.each([
    ['WORKDIR /app\nENV', 'WORKDIRR /app\nENV', 'Unknown instruction: WORKDIRR'],
    ['--start-interval=2s', '--beginning=2s', 'Unknown flag: beginning'],
    ['debian:bookworm-slim', 'debian:latest', 'debian:latest is not pinned'],
    ['node:24.21.0-bookworm-slim', 'node', 'node is not pinned'],
    [
      'COPY bots bots',
      'ADD https://example.com/bots.tar bots/',
      'ADD https://example.com/bots.tar bots/: use COPY, and nothing from the network',
    ],
    ['COPY channels channels', '', 'the stage server lacks channels'],
    [
      'COPY scripts/classic-script.mjs scripts/compress.mjs',
      'COPY scripts/compress.mjs',
      'the stage screens lacks scripts/classic-script.mjs',
    ],
    ['COPY channels/package.json channels/', '', 'channels/package.json is not there when npm installs'],
    ['COPY bots bots', 'COPY robots bots', 'COPY robots: it is not in the build'],
    ['COPY --from=screens', 'COPY --from=paintings', 'COPY --from=paintings: there is no such stage'],
    ['USER 10001:10001\nVOLUME', 'VOLUME', 'the image runs as root: a number other than 0 is needed'],
    ['USER 10001:10001\nVOLUME', 'USER baton\nVOLUME', 'the image runs as baton: a number other than 0 is needed'],
    ['USER 10001:10001\nVOLUME', 'USER 0\nVOLUME', 'the image runs as 0: a number other than 0 is needed'],
    ['CMD ["start"]', 'CMD start', 'CMD is not in exec form'],
    ['ENTRYPOINT ["node", "--max-semi-space-size=8", "/app/server/src/main.ts"]', '', 'ENTRYPOINT is missing'],
    [
      'CMD ["node", "/app/deploy/probe.mjs", "/livez"]',
      'CMD node /app/deploy/probe.mjs /livez',
      'HEALTHCHECK is not in exec form',
    ],
    ['"/livez"', '"/readyz"', 'HEALTHCHECK does not ask /livez'],
    ['STOPSIGNAL SIGTERM', 'STOPSIGNAL SIGKILL', 'STOPSIGNAL is not SIGTERM'],
    ['VOLUME /data', 'VOLUME /data /more', 'the one volume is not /data'],
    ['BATON_DATA_DIR=/data', 'BATON_DATA_DIR=/app', 'BATON_DATA_DIR is not the volume'],
    ['version="0.1.0"', 'version="0.0.9"', `the label says version 0.0.9, package.json says ${context.version}`],
  ])('a planted fault is found: %j → %j', (part, other, problem) => {
    expect(dockerfileProblems(exchange(text, part, other), context).join('\n')).toContain(problem)
  })
})

describe('what goes into the build', () => {
  const copying = (source: string) => exchange(text, 'COPY bots bots', `COPY ${source} bots/`)

  test.each([
    'server/journeys',
    'server/src/testing.ts',
    'server/src/store/visits-contract.ts',
    'core/node_modules/a.js',
    'deploy/secrets/api_key',
    '.git/config',
    'data/baton.db',
  ])('%s stays outside', (path) => {
    const problems = dockerfileProblems(copying(path), { ...context, files: [...context.files, path] })
    expect(problems).toEqual([`COPY ${path}: it is not in the build`])
  })

  test('every file that the server is made of is in it', () => {
    const shipped = context.files.filter((path) => /^(?:core|actions|channels|server)\/src\/.*\.ts$/.test(path))
    const sources = shipped.filter((path) => !/(?:\.test|\.browser|\/testing|[/-]contract)\.ts$/.test(path))
    expect(dockerfileProblems(copying(sources.join(' ')), context)).toEqual([])
  })
})
