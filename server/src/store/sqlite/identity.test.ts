import { identityContract } from '../identity-contract.ts'
import { clearAway, open } from './testing.ts'

identityContract('SQLite', open, clearAway)
