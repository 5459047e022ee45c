import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../shared/api/queries.ts'
import { useLanguage } from '../shared/language.tsx'
import { useGo } from '../shared/link.tsx'
import { paths, safeNext } from '../shared/paths.ts'
import { Redirect } from '../shared/redirect.tsx'
import { refreshMe, useMe } from '../shared/session.ts'
import { signIn } from '../words/sign-in.ts'
import type { SignInStep } from './passkey.ts'
import { PasswordForm } from './password-form.tsx'
import { SecondFactorForm } from './second-factor-form.tsx'
import { SignedOutPage } from './signed-out-page.tsx'

type Waiting = Extract<SignInStep, { step: 'second_factor' }>

/** Password and then a second factor, or a passkey alone. */
export function SignInPage() {
  const { t } = useLanguage()
  const go = useGo()
  const next = safeNext(useSearch({ strict: false }).next)
  const me = useMe().data
  const setUp = useRead('setUp.read', {}).data
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const onStep = async (step: SignInStep) => {
    if (step.step === 'second_factor') {
      setWaiting(step)
      return
    }
    await refreshMe()
    go(next, { replace: true })
  }
  if (setUp?.needed === true) return <Redirect to={paths.setUp()} />
  if (me !== null && me !== undefined && waiting === null) return <Redirect to={next} />
  if (waiting !== null) {
    return (
      <SignedOutPage title={t(signIn.secondTitle)} foot={t(signIn.forgotten)}>
        <SecondFactorForm
          ticket={waiting.ticket}
          methods={waiting.methods}
          onStep={onStep}
          onStartOver={() => setWaiting(null)}
        />
      </SignedOutPage>
    )
  }
  return (
    <SignedOutPage title={t(signIn.title)} foot={t(signIn.forgotten)}>
      <PasswordForm onStep={onStep} />
    </SignedOutPage>
  )
}
