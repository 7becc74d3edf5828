import { defineConfig } from 'vitest/config'

const realServers = ['lab/global-setup.ts']

// Machines are shared: a slow one is no failure, so time-outs are long. Nothing waits on purpose, but much waits for a disk:
// three workers keep two processors busy. The files of a project share what a worker has loaded: rules and server keep nothing global, and loading
// everything anew for each of 300 files took a third of the time.
export default defineConfig({
  test: {
    maxWorkers: 3,
    isolate: false,
    projects: [
      {
        test: {
          name: 'rules',
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ['server/src/**/*.test.ts'],
          globalSetup: realServers,
        },
      },
      {
        test: {
          name: 'journey',
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
          include: ['lab/**/*.test.ts'],
          globalSetup: realServers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'simulator',
          include: ['simulator/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          // Where the machine is somebody else's, too: twice more, and what failed each time has failed.
          retry: process.env.CI === undefined ? 0 : 2,
          include: ['server/journeys/**/*.browser.ts', '{desk,widget}/**/*.browser.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
