import {
  IconArrowRight,
  IconForms,
  IconGitBranch,
  IconMessage,
  IconPlugConnected,
  IconShieldLock,
  IconSparkles,
  IconUsers,
  IconVariable,
} from '@tabler/icons-react'

const icons = {
  content: IconMessage,
  input: IconForms,
  flow: IconGitBranch,
  people: IconUsers,
  data: IconVariable,
  integration: IconPlugConnected,
  ai: IconSparkles,
  privacy: IconShieldLock,
} as const

/** A small sign of what an action is about; decorative beside its words. */
export function ActionIconOf({ group, isJump = false }: { group: string; isJump?: boolean }) {
  const Icon = isJump ? IconArrowRight : isKnown(group) ? icons[group] : IconMessage
  return <Icon size={14} stroke={1.75} aria-hidden style={{ flex: 'none', color: 'var(--ink-3)' }} />
}

function isKnown(group: string): group is keyof typeof icons {
  return group in icons
}
