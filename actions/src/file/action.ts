import { fileAction } from '../files.ts'

export const file = fileAction({
  type: 'file',
  title: 'File',
  help: 'Offers a file to download.',
  otherwise: 'application/octet-stream',
})
