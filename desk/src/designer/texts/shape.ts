/**
 * What the designer says of actions in one language. English is the catalogue's own (FL-11) and stands with each action;
 * this is keyed by type and by field, and goes as deep as the fields do.
 */
export type DesignerTexts = {
  readonly actions: { readonly [type: string]: ActionTexts }
}

export type ActionTexts = { readonly title: string; readonly help: string; readonly fields?: FieldsTexts }

export type FieldsTexts = { readonly [name: string]: FieldTexts }

export type FieldTexts = {
  readonly title: string
  /** Left out where the catalogue has none: of things in lists. */
  readonly help?: string
  /** Of a choice, by what is chosen. */
  readonly options?: { readonly [value: string]: string }
  /** Of a list, or of pairs: one of them. */
  readonly each?: FieldTexts
  readonly fields?: FieldsTexts
}
