import { notificationsContract } from '../notifications-contract.ts'
import { clearAway, open } from './testing.ts'

notificationsContract('PostgreSQL', open, clearAway)
