/** Real servers for tests, measurements and faults: started here, ended with the process that started them. */
export { findPostgres, findRedis } from '../scripts/servers.mjs'
export { type PostgresOptions, PostgresServer, type StopMode, startPostgres } from './postgres.ts'
export { type RedisOptions, RedisServer, startRedis } from './redis.ts'
