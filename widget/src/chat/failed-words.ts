import type { FailedReason } from '../state/outbox.ts'
import { fill } from '../texts/fill.ts'
import type { Texts } from '../texts/texts.ts'
import { sizeOf } from './times.ts'
import { saidFileBytes } from './uploads.ts'

/** Why a message or a file did not get through. */
export function failedWords(reason: FailedReason, { delivery: { failed }, language }: Texts): string {
  if (reason !== 'too_large') return failed[reason]
  return fill(failed.too_large, { size: sizeOf(saidFileBytes, language) })
}
