/** `npm run lab:planted [-- PART OF A NAME]`: plants every mistake and shows what caught it. Ends with 1 when one got away. */
import { asLine, runPlanted } from './planted.ts'

const table = await runPlanted(process.argv[2], (row) => console.log(asLine(row)))
const missed = table.filter(({ isCaught }) => !isCaught)
console.log(`${table.length - missed.length} of ${table.length} planted mistakes were caught`)
process.exitCode = missed.length === 0 && table.length > 0 ? 0 : 1
