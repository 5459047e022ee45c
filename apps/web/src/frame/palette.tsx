import { Modal, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { isComposing } from '../shared/composing.ts'
import { useGo } from '../shared/link.tsx'
import { useLanguage } from '../shared/language.tsx'
import { common } from '../words/common.ts'
import { frame } from '../words/frame.ts'
import type { NavigationPage } from './pages.ts'
import styles from './frame.module.css'

/** Ctrl-K: any page by a few letters of its name, in either language. */
export function Palette({ pages }: { readonly pages: readonly NavigationPage[] }) {
  const [isOpen, setOpen] = useState(false)
  const { t } = useLanguage()
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      setOpen((open) => !open)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title={t(frame.palette)}
      yOffset="12vh"
      centered={false}
      closeButtonProps={{ 'aria-label': t(common.close) }}
      // at once: what somebody types right after Ctrl-K belongs into the field
      transitionProps={{ duration: 0 }}
    >
      <PaletteSearch pages={pages} onDone={() => setOpen(false)} />
    </Modal>
  )
}

/** Pages whose own name says it, then those whose group does. */
function matchingPages(pages: readonly NavigationPage[], needle: string): readonly NavigationPage[] {
  const says = ({ ja, en }: NavigationPage['label']) => [ja, en].some((text) => text.toLowerCase().includes(needle))
  return [
    ...pages.filter(({ label }) => says(label)),
    ...pages.filter(({ label, group }) => !says(label) && says(group)),
  ]
}

interface PaletteSearchProps {
  readonly pages: readonly NavigationPage[]
  readonly onDone: () => void
}

function PaletteSearch({ pages, onDone }: PaletteSearchProps) {
  const { t } = useLanguage()
  const go = useGo()
  const [wanted, setWanted] = useState('')
  const [chosen, setChosen] = useState(0)
  const needle = wanted.trim().toLowerCase()
  const found = matchingPages(pages, needle)
  const open = (page: NavigationPage | undefined) => {
    if (page === undefined) return
    onDone()
    go(page.href)
  }
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0))
    else if (event.key === 'Enter') open(found[chosen])
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        autoFocus
        data-autofocus
        placeholder={t(frame.paletteHint)}
        aria-label={t(frame.paletteHint)}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length === 0 ? undefined : `palette-${chosen}`}
        value={wanted}
        onChange={(event) => {
          setWanted(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKey}
      />
      <ul id="palette-list" role="listbox" aria-label={t(frame.palette)} className={styles.paletteList}>
        {found.map((page, index) => (
          <li
            key={page.href}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === chosen}
            onMouseEnter={() => setChosen(index)}
            onClick={() => open(page)}
            onKeyDown={onKey}
          >
            {t(page.label)}
            <small>{t(page.group)}</small>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>{t(frame.paletteEmpty)}</p>}
    </>
  )
}
