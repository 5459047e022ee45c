import { Button, Popover, SegmentedControl, Stack, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import type { Seat } from '@sekisho/contract'
import { useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { formatClock } from '../shared/format.ts'
import { useLanguage } from '../shared/language.tsx'
import { Link } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import type { Me } from '../shared/session.ts'
import { forgetSession, noteLeaving } from '../shared/session.ts'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { words } from '../words/common.ts'
import { frame } from '../words/frame.ts'
import styles from './frame.module.css'

interface MyMenuProps {
  readonly me: Me
  readonly seats: readonly Seat[]
}

/** Own name and seat; behind them language, colours, settings and the way out. */
export function MyMenu({ me, seats }: MyMenuProps) {
  const { t, language, setLanguage } = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = useAct('signOut')
  const [isOpen, setOpen] = useState(false)
  const leave = () => {
    noteLeaving(true)
    signOut.mutate({ body: {} }, { onSuccess: () => forgetSession('here'), onError: () => noteLeaving(false) })
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={260} trapFocus>
      <Popover.Target>
        <UnstyledButton className={styles.me} title={t(frame.account)} onClick={() => setOpen(!isOpen)}>
          {me.displayName}
          <small className={styles.onlyWide}>{seats.map((seat) => t(words.seats[seat])).join('・')}</small>
          <span aria-hidden="true">▾</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text c="dimmed">
            {me.companyName}
            <br />
            {t(frame.sessionUntil)(formatClock(language, me.sessionExpiresAt))}
          </Text>
          <Link href={paths.settings()} onClick={() => setOpen(false)}>
            {t(frame.settings)}
          </Link>
          <SegmentedControl
            size="xs"
            aria-label={t(frame.language)}
            value={language}
            data={[
              { value: 'ja', label: '日本語' },
              { value: 'en', label: 'English' },
            ]}
            onChange={setLanguage}
          />
          <SegmentedControl
            size="xs"
            aria-label={t(frame.scheme)}
            value={colorScheme}
            data={[
              { value: 'light', label: t(frame.schemeLight) },
              { value: 'dark', label: t(frame.schemeDark) },
              { value: 'auto', label: t(frame.schemeAuto) },
            ]}
            onChange={setColorScheme}
          />
          <ProblemNotice problem={signOut.error} />
          <Button variant="default" loading={signOut.isPending} onClick={leave}>
            {t(frame.signOut)}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
