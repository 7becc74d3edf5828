/** Waits until the process that started it has ended in whatever way, then ends the servers that it left running. */
import { endLeftovers } from './leftovers.ts'

process.stdin.on('end', () => endLeftovers(process.argv[2])).resume()
