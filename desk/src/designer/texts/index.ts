import type { DesignerTexts } from './shape.ts'

/** Each is fetched when somebody reads it. There is no file for English. */
const files = import.meta.glob<{ readonly texts: DesignerTexts }>('./??.ts')

/** Null: it is said as the server says it, in English; so too where the texts cannot be fetched. */
export async function textsIn(language: string): Promise<DesignerTexts | null> {
  try {
    return (await files[`./${language}.ts`]?.())?.texts ?? null
  } catch {
    return null
  }
}
