import { routingContract } from '../routing-contract.ts'
import { clearAway, open } from './testing.ts'

routingContract('PostgreSQL', open, clearAway)
