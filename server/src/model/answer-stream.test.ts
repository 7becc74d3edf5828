import { describe, expect, test } from 'vitest'
import { streamOf } from '../../journeys/model-server.ts'
import { readStream, type StreamFailure } from './answer-stream.ts'

const chunk = (delta: unknown, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`
const call = (index: number | undefined, name: string | null, given: string | null) => ({
  tool_calls: [{ ...(index === undefined ? {} : { index }), function: { name, arguments: given } }],
})
const done = 'data: [DONE]\n\n'

describe('the stream of an answer', () => {
  test('[FL-5] is put together, with what was called for and what it cost', () => {
    const calls = [
      { name: 'request_operator', arguments: '{"reason":"Ünder 30 €"}' },
      { name: 'other', arguments: '' },
    ]
    const body = streamOf({ text: 'Guten Tag 👩‍💻,\nwie geht es?', calls, tokens: 321 })
    expect(readStream(body)).toEqual({ ok: true, text: 'Guten Tag 👩‍💻,\nwie geht es?', calls, tokens: 321 })
  })

  test.each<[string, string]>([
    ['line breaks of Windows', streamOf({ text: 'Hi there' }).replaceAll('\n', '\r\n')],
    ['comments and other fields', `: wait\n\nevent: a\nid: 1\nretry: 2\n${streamOf({ text: 'Hi there' })}`],
    ['no space after the colon', streamOf({ text: 'Hi there' }).replaceAll('data: ', 'data:')],
    ['no last word', streamOf({ text: 'Hi there' }).replace(done, '')],
    ['no empty line at the end', streamOf({ text: 'Hi there' }).trimEnd()],
    ['no reason for its end', chunk({ content: 'Hi there' }) + done],
    ['an event over several lines', 'data: {"choices":[{"delta":\ndata: {"content":"Hi there"}}]}\n\ndata: [DONE]\n\n'],
    [
      'fields that nobody knows',
      `data: {"x":{},"choices":[{"delta":{"content":"Hi there","y":1},"logprobs":null}]}\n\n${done}`,
    ],
    [
      'events without a choice',
      `data: {"choices":[]}\n\ndata: {"choices":null}\n\n${chunk({ content: 'Hi there' }, 'stop')}`,
    ],
    [
      'other choices beside it',
      `data: {"choices":[{"delta":{"content":"Hi there"}},{"delta":{"content":"No"}}]}\n\n${done}`,
    ],
    ['something after its end', `${streamOf({ text: 'Hi there' })}data: rubbish\n\n`],
    ['hidden signs', streamOf({ text: ' Hi\u{e0041}\u200b there\u202e ' })],
    ['an answer that was cut for its length', streamOf({ text: 'Hi there', ends: 'length' })],
  ])('[FL-5] may come with %s', (_, body) => {
    expect(readStream(body)).toMatchObject({ ok: true, text: 'Hi there', calls: [] })
  })

  test('[FL-5] tells calls apart also where they carry no index, and leaves out what has no name', () => {
    const whole =
      chunk(call(undefined, 'a', '{"x":')) + chunk(call(undefined, null, '1}')) + chunk(call(undefined, 'b', '{}'))
    expect(readStream(whole + done)).toMatchObject({
      calls: [
        { name: 'a', arguments: '{"x":1}' },
        { name: 'b', arguments: '{}' },
      ],
    })
    const mixed =
      chunk(call(1, 'b', '{')) + chunk(call(0, 'a', '{}')) + chunk(call(1, null, '}')) + chunk(call(2, null, 'x'))
    expect(readStream(mixed + done)).toMatchObject({
      calls: [
        { name: 'b', arguments: '{}' },
        { name: 'a', arguments: '{}' },
      ],
    })
  })

  test.each<[StreamFailure, string]>([
    ['cut_off', ''],
    ['cut_off', chunk({ content: 'Hal' })],
    ['cut_off', `${chunk({ content: 'Hal' })}data: {"choices":[{"del`],
    ['unreadable', '<html></html>'],
    ['unreadable', '{"choices":[{"message":{"content":"Hi"}}]}'],
    ['unreadable', 'data: rubbish\n\n'],
    ['unreadable', 'data: [1]\n\n'],
    ['unreadable', 'data: null\n\n'],
    ['unreadable', 'data: {"choices":[{"delta":{"content":7}}]}\n\n'],
    ['unreadable', 'data: {"choices":[{"delta":{"tool_calls":[{"index":-1}]}}]}\n\n'],
    ['service_error', 'data: {"error":{"message":"overloaded"}}\n\n'],
    ['service_error', `${chunk({ content: 'Hal' })}data: {"error":"x","choices":[]}\n\n${done}`],
    ['withheld', streamOf({ text: 'Hm', ends: 'content_filter' })],
    ['too_long', streamOf({ text: 'x'.repeat(20_001) })],
    ['too_long', streamOf({ calls: [{ name: 'a', arguments: 'x'.repeat(20_001) }] })],
    ['too_long', streamOf({ calls: Array.from({ length: 9 }, () => ({ name: 'a', arguments: '' })) })],
  ])('[LLM06] is no answer but %s: %#', (reason, body) => {
    expect(readStream(body)).toEqual({ ok: false, reason })
  })
})
