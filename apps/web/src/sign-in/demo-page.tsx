import { Button, Stack } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { call } from '../shared/api/call.ts'
import { CallProblem } from '../shared/api/problem.ts'
import { takeFragment } from '../shared/fragment.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths } from '../shared/paths.ts'
import { forgetSession, refreshMe } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { ProblemNotice } from '../shared/ui/problem-notice.tsx'
import { signIn } from '../words/sign-in.ts'
import { SignedOutPage } from './signed-out-page.tsx'

/** A one-click link of a labelled demo: the token leaves the address before it is used. */
export function DemoPage() {
  const { t } = useLanguage()
  const go = useGo()
  const [problem, setProblem] = useState<CallProblem | null>(null)
  const hasStarted = useRef(false)
  useEffect(() => {
    if (hasStarted.current) return
    hasStarted.current = true
    const token = takeFragment()
    const enter = async () => {
      try {
        forgetSession()
        await call('signIn.demo', { body: { token } })
        await refreshMe()
        go(paths.home(), { replace: true })
      } catch (error) {
        setProblem(error instanceof CallProblem ? error : new CallProblem('unexpected'))
      }
    }
    void enter()
  }, [go])
  return (
    <SignedOutPage title={t(signIn.demoTitle)}>
      {problem === null ? (
        <Loading />
      ) : (
        <Stack gap="sm">
          <ProblemNotice problem={problem} />
          <p>{t(signIn.demoFailed)}</p>
          <Button variant="default" onClick={() => go(paths.signIn())}>
            {t(signIn.toSignIn)}
          </Button>
        </Stack>
      )}
    </SignedOutPage>
  )
}
