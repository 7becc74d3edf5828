import { snoozeContract } from '../snooze-contract.ts'
import { clearAway, open } from './testing.ts'

snoozeContract('SQLite', open, clearAway)
