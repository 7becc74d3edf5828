import { fileAction } from '../files.ts'

export const audio = fileAction({
  type: 'audio',
  title: 'Audio',
  help: 'Gives something to listen to, played in the conversation.',
  otherwise: 'audio/mpeg',
})
