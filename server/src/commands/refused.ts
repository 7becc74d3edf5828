/** A command cannot do what it was asked, and why: one sentence for the terminal, and exit code 1. */
export class Refused extends Error {
  override name = 'Refused'
}
