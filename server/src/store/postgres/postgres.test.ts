import { storeContract } from '../contract.ts'
import { clearAway, open } from './testing.ts'

storeContract('PostgreSQL', open, clearAway, { canFill: false })
