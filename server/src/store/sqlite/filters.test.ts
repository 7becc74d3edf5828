import { filtersContract } from '../filters-contract.ts'
import { clearAway, open } from './testing.ts'

filtersContract('SQLite', open, clearAway)
