import '@mantine/core/styles.css'
import './app/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app/app.tsx'
import { keepConversionsFromSending } from './shared/composing.ts'

// zod compiles its checks with `new Function` where it may; under our policy it may not, and asking leaves a report
z.config({ jitless: true })

keepConversionsFromSending(document)

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
