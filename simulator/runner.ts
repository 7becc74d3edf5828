/** Runs plans one after another on one of the stores. */
import { embeddedBackend } from './embedded-backend.ts'
import type { StoreName } from './plan.ts'
import { postgresBackend } from './postgres-backend.ts'
import { PostgresServer } from './postgres-server.ts'
import { runPlan } from './run.ts'
import type { Runner } from './story.ts'

export type OpenRunner = AsyncDisposable & { run: Runner }

/** Starting PostgreSQL takes seconds; each run begins with it empty. */
export async function openRunner(store: StoreName): Promise<OpenRunner> {
  if (store === 'embedded')
    return { run: (plan, onStep) => runPlan(plan, embeddedBackend, onStep), async [Symbol.asyncDispose]() {} }
  const server = await PostgresServer.start()
  return {
    run: (plan, onStep) => runPlan(plan, postgresBackend(server), onStep),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
