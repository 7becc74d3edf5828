import { identityContract } from '../identity-contract.ts'
import { clearAway, open } from './testing.ts'

identityContract('PostgreSQL', open, clearAway)
