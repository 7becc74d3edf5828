export const setupPages = ['operators', 'groups', 'replies', 'bots', 'channels', 'workspace', 'keys', 'audit'] as const
export type SetupPage = (typeof setupPages)[number]
