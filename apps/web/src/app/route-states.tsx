import { Button } from '@mantine/core'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { Page, PageState } from '../shared/ui/page.tsx'
import { common } from '../words/common.ts'

export function NotFound() {
  const { t } = useLanguage()
  const go = useGo()
  return (
    <Page title={t(common.notFoundTitle)} isNarrow>
      <PageState action={<Button onClick={() => go(paths.home())}>{t(common.home)}</Button>}>
        {t(common.notFoundBody)}
      </PageState>
    </Page>
  )
}

/** A mistake of this program or a file of it that did not arrive. The error itself is not shown: it may hold values. */
export function Failed() {
  const { t } = useLanguage()
  return (
    <Page title={t(common.failedTitle)} isNarrow>
      <PageState action={<Button onClick={() => location.reload()}>{t(common.again)}</Button>}>
        {t(common.failedBody)}
      </PageState>
    </Page>
  )
}
