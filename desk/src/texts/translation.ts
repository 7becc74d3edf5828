/** The forms in which a language counts, as `Intl.PluralRules` names them. */
export type PluralCategory = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

type Tree = { readonly [name: string]: string | Tree }

/**
 * The same texts in a language that counts with these forms: every text of the English ones, and of those that English has
 * as `_one` and `_other` every form of the language. `_zero` may be said in any language: it is asked for before all rules.
 */
export type Translation<English, Category extends PluralCategory> = English extends string
  ? string
  : {
      readonly [Name in keyof English as Name extends Counted<English> ? never : Name]: Translation<
        English[Name],
        Category
      >
    } & { readonly [Name in `${BaseOf<Counted<English>>}_${Category | 'other'}`]: string } & {
      readonly [Name in `${BaseOf<Counted<English>>}_zero`]?: string
    }

/** Names of texts that are there in several forms: those that English has as one and as other. */
type Counted<English> = Extract<
  keyof English,
  `${BasesWith<'one', English> & BasesWith<'other', English>}_${PluralCategory}`
>
type BasesWith<Form extends string, English> = keyof English extends infer Name
  ? Name extends `${infer Base}_${Form}`
    ? Base
    : never
  : never
type BaseOf<Name> = Name extends `${infer Base}_${PluralCategory}` ? Base : never

const counted = /^(.*)_(?:zero|one|two|few|many|other)$/

/**
 * Each text with where it stands; the forms of one text are gathered at the place without the form. English says what is
 * counted: `asked_other` beside `asked_me` tells who is asked, not how many.
 */
export function textsIn(tree: Tree, english: Tree, path = ''): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value !== 'string') {
      const within = english[name]
      const inner = textsIn(value, typeof within === 'object' ? within : {}, `${path}${name}.`)
      for (const [at, texts] of inner) found.set(at, texts)
      continue
    }
    const base = counted.exec(name)?.[1]
    const isCounted = `${base}_one` in english && `${base}_other` in english
    const at = path + (isCounted ? `${base}_#` : name)
    found.set(at, [...(found.get(at) ?? []), value])
  }
  return found
}
