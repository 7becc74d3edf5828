import { notifications, notificationsStore } from '@mantine/notifications'
import { expect, test } from 'vitest'
import { tellRefusal } from './tell-refusal.ts'

test('[U-04] why something was refused does not wait behind what was merely done or heard', () => {
  const { limit } = notificationsStore.getState()
  for (let index = 0; index <= limit; index += 1)
    notifications.show({ message: `A note for you, ${index}`, autoClose: false })
  tellRefusal('Ana has taken it over', 'That did not work')
  const { notifications: shown, queue } = notificationsStore.getState()
  expect(shown.map(({ message }) => message)).toContain('Ana has taken it over')
  expect([shown.length, queue.length]).toEqual([limit, 2])
})
