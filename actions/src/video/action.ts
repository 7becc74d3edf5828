import { fileAction } from '../files.ts'

export const video = fileAction({
  type: 'video',
  title: 'Video',
  help: 'Shows a video that plays in the conversation.',
  otherwise: 'video/mp4',
})
