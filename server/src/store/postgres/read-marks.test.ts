import { readMarksContract } from '../read-marks-contract.ts'
import { clearAway, open } from './testing.ts'

readMarksContract('PostgreSQL', open, clearAway)
