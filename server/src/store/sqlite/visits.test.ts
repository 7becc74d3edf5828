import { visitsContract } from '../visits-contract.ts'
import { clearAway, open } from './testing.ts'

visitsContract('SQLite', open, clearAway)
