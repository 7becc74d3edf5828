import { expect, test } from 'vitest'
import { ar } from './ar.ts'
import { en } from './en.ts'
import { counted, fill } from './fill.ts'
import { fr } from './fr.ts'
import { ja } from './ja.ts'
import { pl } from './pl.ts'

test('[U-19] a blank is filled with what is given, whatever signs that holds', () => {
  expect(fill(en.says.joined, { name: 'Ana' })).toBe('Ana joined')
  expect(fill(en.says.passedOn, { from: '{name}', name: '$& $1' })).toBe('{name} left, $& $1 joined')
})

test('[U-19] a name that runs the other way stands apart from the text around it', () => {
  expect(fill(en.says.joined, { name: 'ليلى' })).toBe('\u2068ليلى\u2069 joined')
  expect(fill(ar.says.joined, { name: 'Ana' })).toBe('\u2068Ana\u2069 معك الآن')
})

test.each([
  [en, 1, 'Lately it took about 1 minute.'],
  [en, 2, 'Lately it took about 2 minutes.'],
  [pl, 1, 'Ostatnio trwało to około 1 minuty.'],
  [pl, 3, 'Ostatnio trwało to około 3 minut.'],
  [fr, 1, 'Ces derniers temps, l’attente a été d’environ 1\u00a0minute.'],
  [ja, 2, '最近の待ち時間は約2分です。'],
  [ar, 2, 'استغرق الانتظار مؤخرًا نحو دقيقتين.'],
  [ar, 3, 'استغرق الانتظار مؤخرًا نحو \u20683\u2069 دقائق.'],
  [ar, 11, 'استغرق الانتظار مؤخرًا نحو \u206811\u2069 دقيقة.'],
])('[U-19] a number takes the form of its language: %#', (texts, count, words) => {
  expect(counted(texts.waiting.minutes, count, texts.language)).toBe(words)
})

test('[U-19] Polish counts one, few and many', () => {
  expect([1, 2, 5, 22].map((count) => counted(pl.composer.left, count, 'pl'))).toEqual([
    'Pozostał 1 znak',
    'Pozostały 2 znaki',
    'Pozostało 5 znaków',
    'Pozostały 22 znaki',
  ])
})
