import '@fontsource-variable/inter'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { languageOf, startTexts } from './texts/index.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no #root')

await startTexts(languageOf(navigator.language))
createRoot(root).render(<App />)
