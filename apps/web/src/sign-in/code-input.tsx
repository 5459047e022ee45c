import { TextInput } from '@mantine/core'

interface CodeInputProps {
  readonly label: string
  readonly value: string
  readonly onChange: (digits: string) => void
  /** Takes the focus when it appears. */
  readonly isFirst?: boolean
}

/** Six digits, also when they are typed in full width or with a space in the middle. */
export function CodeInput({ label, value, onChange, isFirst = true }: CodeInputProps) {
  return (
    <TextInput
      label={label}
      name="one-time-code"
      autoComplete="one-time-code"
      inputMode="numeric"
      required
      withAsterisk={false}
      autoFocus={isFirst}
      maxLength={12}
      value={value}
      onChange={(event) => onChange(digitsOf(event.currentTarget.value))}
    />
  )
}

export function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, 6)
}
