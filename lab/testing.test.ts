import { expect, inject, test } from 'vitest'
import { databaseNames, withClient } from './databases.ts'
import { onlyOn, testDatabase, testStore } from './testing.ts'

test('each database is empty and its own, and gone when it is dropped', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()])
  await withClient(one.url, (client) => client.query('create table note (text text)'))
  await expect(withClient(other.url, (client) => client.query('table note'))).rejects.toThrow('does not exist')
  await withClient(one.url, () => one.drop())
  await other.drop()
  expect(await namesOfThisRun()).toEqual(expect.not.arrayContaining([one.name, other.name]))
})

test('a template is filled once, whoever asks at the same time', async () => {
  let filled = 0
  const template = {
    key: 'notes',
    fill: (url: string) => {
      filled += 1
      return withClient(url, (client) => client.query("create table note as select 'of the template' as text"))
    },
  }
  const databases = await Promise.all(Array.from({ length: 5 }, () => testDatabase(template)))
  expect(filled).toBe(1)
  for (const { url, drop } of databases) {
    const { rows } = await withClient(url, (client) => client.query('table note'))
    expect(rows).toEqual([{ text: 'of the template' }])
    await drop()
  }
})

test('a fill that fails leaves no template', async () => {
  const broken = { key: 'broken', fill: () => Promise.reject(new Error('half-way')) }
  await expect(testDatabase(broken)).rejects.toThrow('half-way')
  await expect(testDatabase(broken)).rejects.toThrow('half-way')
  await (await testDatabase({ ...broken, fill: async () => {} })).drop()
})

test('a test of the other store is not there', () => {
  const added: string[] = []
  onlyOn('sqlite', () => added.push('sqlite'))
  onlyOn('postgres', () => added.push('postgres'))
  expect(added).toEqual([testStore])
})

async function namesOfThisRun(): Promise<string[]> {
  const { postgresUrl, prefix } = inject('servers')
  return databaseNames(postgresUrl ?? '', prefix)
}
