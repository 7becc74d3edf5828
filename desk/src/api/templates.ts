import { request } from './request.ts'
import { listOf, object, record, text } from './shape.ts'

const templatesShape = object({ items: listOf(object({ id: text, title: text, help: text, document: record })) })

/** Bots to begin with. */
export const botTemplates = async () => (await request('GET', '/bot-templates', templatesShape)).items
