import { writingContract } from '../writing-contract.ts'
import { clearAway, open } from './testing.ts'

writingContract('SQLite', open, clearAway)
