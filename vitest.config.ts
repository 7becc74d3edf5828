import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const realServers = ['lab/global-setup.ts']

/**
 * Node loads the sources itself, as in production, and keeps what it has compiled for the next run: where much is calculated, calls
 * from file to file are as quick as they are there. `vi.mock` and tests within sources are not to be had so. Where tests wait for
 * stores and servers it was not quicker.
 */
const asInProduction = { experimental: { viteModuleRunner: false, nodeLoader: false } }

/** What is waited for comes in its own time on a busy machine; vitest would give up after a second. */
const patient = { expect: { poll: { timeout: 20_000 } } }

/**
 * One after another: a worker that goes on with its project has loaded that already, and the next one needs a new worker. The
 * project of the longest file comes first, those of short files come last, so that nobody idles at the end.
 */
const projectsInOrder = ['simulator', 'server', 'journey-postgres', 'journey', 'lab', 'rules', 'screens', 'browser']

/** Those of each project that take longest, the longest first: one of them that began last would leave the other workers idle. */
const longest = [
  'simulator/simulator.test.ts',
  'moving/inspect-doctor.test.ts',
  'simulation/theory.test.ts',
  'moving/move.test.ts',
  'crash.sqlite.test.ts',
  'routing-stores.test.ts',
  'live/nodes.test.ts',
  'hostile.test.ts',
  'commands/moving.test.ts',
  'nodes.postgres.test.ts',
  'redis-bus.test.ts',
  'forms.browser.ts',
  'by-keys.browser.ts',
  'inbox.browser.ts',
  'designer.browser.ts',
  'designer-build.browser.ts',
  'accessibility.browser.ts',
  'composer.browser.ts',
  'desk-languages.browser.ts',
]

/** Without what an earlier run has measured, vitest begins with the largest files, which are not those that take long. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((end) => moduleId.endsWith(end))
      return place < 0 ? longest.length : place
    }
    const projectOf = ({ project }: TestSpecification) => projectsInOrder.indexOf(project.name)
    return (await super.sort(files)).toSorted(
      (one, other) => projectOf(one) - projectOf(other) || placeOf(one) - placeOf(other),
    )
  }
}

// Machines are shared: a slow one is no failure, so time-outs are long. Nothing waits on purpose, but much waits for a disk:
// three workers keep two processors busy. The files of a project share what a worker has loaded: rules and server keep nothing global, and loading
// everything anew for each of 300 files took a third of the time.
export default defineConfig({
  test: {
    maxWorkers: 3,
    isolate: false,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'rules',
          ...asInProduction,
          testTimeout: 60_000,
          include: ['{core,actions,channels,scripts,deploy}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'screens',
          testTimeout: 60_000,
          include: ['{desk,widget}/**/*.test.{ts,tsx}'],
          // Each page keeps what it shows in its modules.
          isolate: true,
        },
      },
      {
        test: {
          name: 'server',
          ...patient,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ['server/src/**/*.test.ts'],
          globalSetup: realServers,
        },
      },
      {
        test: {
          name: 'journey',
          ...patient,
          include: ['server/journeys/**/*.test.ts'],
          exclude: ['**/*.postgres.test.ts'],
          globalSetup: realServers,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journey-postgres',
          ...patient,
          include: ['server/journeys/**/*.test.ts'],
          exclude: ['**/*.sqlite.test.ts'],
          env: { BATON_TEST_STORE: 'postgres' },
          globalSetup: realServers,
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab',
          ...patient,
          include: ['lab/**/*.test.ts'],
          globalSetup: realServers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'simulator',
          ...asInProduction,
          include: ['simulator/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          ...patient,
          // Where the machine is somebody else's, too: twice more, and what failed each time has failed.
          retry: process.env.CI === undefined ? 0 : 2,
          include: ['server/journeys/**/*.browser.ts', '{desk,widget}/**/*.browser.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
