import { Button } from '@mantine/core'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { Page, PageState } from '../shared/ui/page.tsx'
import { frame } from '../words/frame.ts'

/** Somebody who was signed in no longer is, and did not leave: why that can be, instead of a bare sign-in. */
export function SessionEnded({ signInHref }: { readonly signInHref: string }) {
  const { t } = useLanguage()
  const go = useGo()
  return (
    <main>
      <Page title={t(frame.endedTitle)} isNarrow>
        <PageState action={<Button onClick={() => go(signInHref)}>{t(frame.signInAgain)}</Button>}>
          {t(frame.endedBody)}
        </PageState>
      </Page>
    </main>
  )
}
