/** A line of a table, with its number in the file from 1. */
export type TableRow = { number: number; cells: string[] }

const separators = [',', ';', '\t']

/**
 * Reads comma-separated values: cells may stand in double quotes, a double one inside them is one. Semicolons or tabs
 * separate as well, whichever the first line has most of. Empty lines are passed over.
 */
export function tableOf(text: string): TableRow[] {
  const [head = ''] = text.split('\n', 1)
  const count = (separator: string) => head.split(separator).length
  const separator = separators.reduce((best, one) => (count(one) > count(best) ? one : best))
  const rows: TableRow[] = []
  let row: TableRow = { number: 1, cells: [] }
  let cell = ''
  let isQuoted = false
  let line = 1
  const endCell = () => {
    row.cells.push(cell)
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.cells.some((one) => one.trim() !== '')) rows.push(row)
    row = { number: line, cells: [] }
  }
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (sign === '\n') line += 1
    if (isQuoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (sign === '"' && cell.trim() === '') isQuoted = true
    else if (sign === separator) endCell()
    else if (sign === '\n') endRow()
    else if (sign !== '\r') cell += sign
  }
  endRow()
  return rows
}
