export type Kind = 'image' | 'video' | 'audio' | 'document'

const officeFiles =
  /^application\/(?:pdf|rtf|msword|x-cfb|vnd\.ms-(?:excel|powerpoint)|vnd\.openxmlformats-officedocument\..+|vnd\.oasis\.opendocument\..+)$/

/** What kind of file it is, by what its content was found to be. Null: an archive, a program, something unknown. */
export function kindOf(contentType: string): Kind | null {
  const [family] = contentType.split('/')
  if (family === 'image' || family === 'video' || family === 'audio') return family
  return family === 'text' || officeFiles.test(contentType) ? 'document' : null
}
