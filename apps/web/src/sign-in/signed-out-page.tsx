import { UnstyledButton } from '@mantine/core'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { useLanguage } from '../shared/language.tsx'
import { signIn } from '../words/sign-in.ts'
import mark from '../app/mark.svg'
import styles from './sign-in.module.css'

interface SignedOutPageProps {
  readonly title: string
  readonly foot?: ReactNode
  readonly children: ReactNode
}

/** The plain page before anybody is signed in: one question at a time. */
export function SignedOutPage({ title, foot, children }: SignedOutPageProps) {
  const { t, language, setLanguage } = useLanguage()
  useEffect(() => {
    document.title = `${title} · Sekisho 関所`
  }, [title])
  return (
    <main className={styles.outer}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <img src={mark} alt="" />
          <div>
            <strong>Sekisho 関所</strong>
            <span>{t(signIn.tagline)}</span>
          </div>
        </div>
        <div className={styles.panel}>
          <h1>{title}</h1>
          {children}
        </div>
        <div className={styles.foot}>
          <span>{foot}</span>
          <UnstyledButton
            fz="inherit"
            c="var(--mantine-color-anchor)"
            onClick={() => setLanguage(language === 'ja' ? 'en' : 'ja')}
          >
            {language === 'ja' ? 'English' : '日本語'}
          </UnstyledButton>
        </div>
      </div>
    </main>
  )
}
