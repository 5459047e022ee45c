import { Button, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { isComposing } from '../shared/composing.ts'
import { formatNumber } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { faq } from '../words/faq.ts'
import styles from './faq.module.css'
import { searchFaq } from './search-faq.ts'

interface FaqPanelProps {
  readonly tenantId: string
  readonly campaignId: string
  readonly onClose: () => void
}

/** In the place of the script, or of the state between two calls: words, what they find, and the answer of the one that is chosen. */
export function FaqPanel({ tenantId, campaignId, onClose }: FaqPanelProps) {
  const { t } = useLanguage()
  const read = useRead('faq.list', { params: { tenantId, campaignId } })
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.focus({ preventScroll: true }), [])
  const articles = read.data?.articles ?? []
  const found = searchFaq(articles, typed)
  const chosen = found[Math.min(place, found.length - 1)]
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'Escape') onClose()
    else if (event.key === 'ArrowDown') setPlace(Math.min(place + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setPlace(Math.max(Math.min(place, found.length - 1) - 1, 0))
    else return
    event.preventDefault()
    // the desk has a meaning of its own for Escape
    event.stopPropagation()
  }
  return (
    <section className={styles.panel} aria-label={t(faq.title)} onKeyDown={onKey}>
      <div className={styles.head}>
        <h2>{t(faq.title)}</h2>
        <Button size="compact-sm" variant="default" onClick={onClose} rightSection={<kbd>Alt+Q</kbd>}>
          {t(faq.close)}
        </Button>
      </div>
      <TextInput
        ref={input}
        role="combobox"
        aria-label={t(faq.search)}
        aria-expanded
        aria-controls="faq-found"
        aria-activedescendant={chosen === undefined ? undefined : `faq-${chosen.articleId}`}
        placeholder={t(faq.search)}
        description={t(faq.searchHint)}
        inputWrapperOrder={['input', 'description']}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setPlace(0)
        }}
      />
      {read.isPending && <Loading />}
      <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
      <p role="status" className={styles.count}>
        {read.data !== undefined &&
          (articles.length === 0
            ? t(faq.none)
            : found.length === 0
              ? t(faq.nothingFound)
              : t(faq.found)(formatNumber(found.length)))}
      </p>
      <ul id="faq-found" role="listbox" aria-label={t(faq.title)} className={styles.found}>
        {found.map((article) => (
          <li
            key={article.articleId}
            id={`faq-${article.articleId}`}
            role="option"
            aria-selected={article === chosen}
            onClick={() => setPlace(found.indexOf(article))}
            ref={article === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
          >
            {article.question}
          </li>
        ))}
      </ul>
      {chosen !== undefined && (
        <div className={styles.answer} aria-live="polite">
          <b>{chosen.question}</b>
          <p>{chosen.answer}</p>
        </div>
      )}
    </section>
  )
}
