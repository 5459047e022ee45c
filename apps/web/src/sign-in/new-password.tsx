import { PasswordInput } from '@mantine/core'
import { CallProblem } from '../shared/api/problem.ts'
import { useLanguage } from '../shared/language.tsx'
import { signIn } from '../words/sign-in.ts'

export interface NewPassword {
  readonly password: string
  readonly repeated: string
}

export const emptyPassword: NewPassword = { password: '', repeated: '' }

export function isPasswordReady({ password, repeated }: NewPassword): boolean {
  return password.length >= 12 && password === repeated
}

/** The server's refusal of a password that is guessed first, in words. */
export function passwordProblem(problem: CallProblem | null): CallProblem | null {
  const isGuessable = problem?.code === 'invalid_input' && problem.detail.includes('body.password')
  return isGuessable ? new CallProblem('invalid_input', signIn.passwordGuessable) : problem
}

interface NewPasswordFieldsProps {
  readonly value: NewPassword
  readonly onChange: (value: NewPassword) => void
}

export function NewPasswordFields({ value, onChange }: NewPasswordFieldsProps) {
  const { t } = useLanguage()
  const differs = value.repeated !== '' && value.repeated !== value.password
  return (
    <>
      <PasswordInput
        label={t(signIn.newPassword)}
        description={t(signIn.newPasswordHint)}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={12}
        maxLength={256}
        value={value.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
      />
      <PasswordInput
        label={t(signIn.repeatPassword)}
        autoComplete="new-password"
        required
        withAsterisk={false}
        maxLength={256}
        error={differs && t(signIn.passwordsDiffer)}
        value={value.repeated}
        onChange={(event) => onChange({ ...value, repeated: event.currentTarget.value })}
      />
    </>
  )
}
