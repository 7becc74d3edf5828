/** Special forms of the desk, by type of action, where a form drawn from the schema is not enough. None so far. */
export const forms: ReadonlyMap<string, never> = new Map<string, never>()
