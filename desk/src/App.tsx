import { Center, MantineProvider } from '@mantine/core'
import { useColorScheme, useMediaQuery } from '@mantine/hooks'
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem, problemOf } from './api/problem.ts'
import { session } from './api/session.ts'
import { Failure } from './shell/Failure.tsx'
import { LateLoader } from './shell/LateLoader.tsx'
import { usePlace } from './shell/navigation.ts'
import { SessionContext } from './shell/session.ts'
import { useSetting } from './shell/settings.ts'
import { Toasts } from './shell/Toasts.tsx'
import { LinkPage } from './sign-in/LinkPage.tsx'
import { SignIn } from './sign-in/SignIn.tsx'
import { Direction } from './texts/Direction.tsx'
import { languageOf, switchTo } from './texts/index.ts'
import { theme } from './theme.ts'

const Desk = lazy(async () => ({ default: (await import('./Desk.tsx')).Desk }))

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => !(error instanceof Problem) && count < 2,
    },
  },
})

export function App() {
  const scheme = useSetting('scheme')
  const system = useColorScheme('light', { getInitialValueInEffect: false })
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={scheme === 'system' ? system : scheme}
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateInlineStyles
    >
      <Look />
      <Direction>
        <Toasts />
        <QueryClientProvider client={queries}>
          <Gate />
        </QueryClientProvider>
      </Direction>
    </MantineProvider>
  )
}

/** [U-04] What only styles follow is told to them beside everything else: nothing is drawn anew for it. */
function Look() {
  const density = useSetting('density')
  const contrast = useSetting('contrast')
  const textSize = useSetting('textSize')
  const isContrastWanted = useMediaQuery('(prefers-contrast: more)', false, { getInitialValueInEffect: false })
  useEffect(() => {
    const isMore = contrast === 'more' || isContrastWanted
    Object.assign(document.documentElement.dataset, { density, contrast: isMore ? 'more' : 'usual', text: textSize })
  }, [density, contrast, isContrastWanted, textSize])
  return null
}

/** Who is there decides what is shown: a link's page, the sign-in, or the desk. */
function Gate() {
  const place = usePlace()
  const client = useQueryClient()
  const { i18n } = useTranslation()
  const who = useQuery({
    queryKey: ['session'],
    queryFn: session.read,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: place.name !== 'link',
  })
  const language = who.data?.profile.language ?? null
  useEffect(() => {
    if (language !== null && languageOf(language) !== i18n.language) void switchTo(languageOf(language))
  }, [language, i18n])

  const enter = (answer: Awaited<ReturnType<typeof session.read>>) => client.setQueryData(['session'], answer)
  if (place.name === 'link') return <LinkPage key={place.token} token={place.token} onEnter={enter} />
  if (who.data !== undefined) {
    return (
      <SessionContext value={who.data}>
        <Suspense fallback={<LateLoader />}>
          <Desk key={who.data.operator.id} />
        </Suspense>
      </SessionContext>
    )
  }
  if (who.isPending) return <LateLoader />
  if (problemOf(who.error)?.status === 401) return <SignIn onEnter={enter} />
  return (
    <Center mih="100dvh" p="md">
      <Failure error={who.error} />
    </Center>
  )
}
