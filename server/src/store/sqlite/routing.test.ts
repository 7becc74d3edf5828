import { routingContract } from '../routing-contract.ts'
import { clearAway, open } from './testing.ts'

routingContract('SQLite', open, clearAway)
