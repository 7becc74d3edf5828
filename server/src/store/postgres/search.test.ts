import { searchContract } from '../search-contract.ts'
import { clearAway, open } from './testing.ts'

searchContract('PostgreSQL', open, clearAway)
