import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('[S-05] fields are quoted as RFC 4180 has it, and no text begins a formula', () => {
  expect(csvLine(['plain', 1.5, -2, null, ''])).toBe('plain,1.5,-2,,\r\n')
  expect(csvLine(['a,b', 'say "hi"', 'two\r\nlines', 'ä;b'])).toBe('"a,b","say ""hi""","two\r\nlines",ä;b\r\n')
  expect(csvLine(['=1+1', '+49 30', '-2', '@SUM(A1)', ' =1', '\t=1', '=cmd|"x",1'])).toBe(
    `'=1+1,'+49 30,'-2,'@SUM(A1),' =1,'\t=1,"'=cmd|""x"",1"\r\n`,
  )
})
