import { notifications } from '@mantine/notifications'

/** Only so many toasts stand there at once: these come before what was merely done, or heard. */
export const aboveOthers = 1

/** [U-04] Why something has not become so. */
export function tellRefusal(message: string, title?: string): void {
  notifications.show({ color: 'red', priority: aboveOthers, message, ...(title !== undefined && { title }) })
}
