import { createContext, use, useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { Language, Phrase } from '../words/phrase.ts'

const storageKey = 'sekisho.language'

interface LanguageState {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
  /** The words of a phrase in the language of this screen. */
  readonly t: <Words>(phrase: Phrase<Words>) => Words
}

const LanguageContext = createContext<LanguageState | null>(null)

function firstLanguage(): Language {
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'ja'
}

/** Japanese unless this browser was switched to English. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language
    localStorage.setItem(storageKey, language)
  }, [language])
  const state = useMemo<LanguageState>(() => ({ language, setLanguage, t: (phrase) => phrase[language] }), [language])
  return <LanguageContext value={state}>{children}</LanguageContext>
}

export function useLanguage(): LanguageState {
  const state = use(LanguageContext)
  if (state === null) throw new Error('LanguageProvider is missing')
  return state
}
