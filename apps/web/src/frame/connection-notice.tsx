import { Alert } from '@mantine/core'
import { useEffect } from 'react'
import { queryClient, useRead } from '../shared/api/queries.ts'
import { useReach } from '../shared/api/reach.ts'
import { useLanguage } from '../shared/language.tsx'
import { frame } from '../words/frame.ts'
import styles from './frame.module.css'

/** Over every page while the server cannot be reached: what that means, and that nobody has to do anything. */
export function ConnectionNotice() {
  const { t } = useLanguage()
  const isReached = useReach()
  useRead('health.read', {}, { enabled: !isReached, refetchInterval: () => 3_000 })
  useEffect(() => {
    // what failed meanwhile is asked for again, so that nobody looks at an error of the past
    if (isReached) void queryClient.refetchQueries({ predicate: ({ state }) => state.error !== null })
  }, [isReached])
  return (
    <div aria-live="assertive">
      {!isReached && (
        <Alert color="shu" radius={0} className={styles.connection} title={t(frame.unreachable)}>
          {t(frame.unreachableBody)}
        </Alert>
      )}
    </div>
  )
}
