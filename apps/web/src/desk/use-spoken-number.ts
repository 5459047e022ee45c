import { type SpokenReach, spokenReaches } from '@sekisho/contract'
import { useRef, useState } from 'react'
import { useAct } from '../shared/api/queries.ts'
import { CallProblem } from '../shared/api/problem.ts'
import type { Phrase } from '../words/phrase.ts'
import { spokenNumber } from '../words/spoken-number.ts'

export interface SpokenNumberForm {
  readonly isOpen: boolean
  readonly setOpen: (isOpen: boolean) => void
  readonly typed: string
  readonly reach: SpokenReach
  readonly edit: (change: { readonly typed?: string; readonly reach?: SpokenReach }) => void
  /** How many were registered since the page was opened. */
  readonly done: number
  readonly isSending: boolean
  readonly problem: CallProblem | null
  readonly submit: () => void
  /** Why no result may be recorded yet: what was typed would be lost. */
  readonly whyNot: Phrase<string> | null
}

/** What is typed of a spoken number; in the memory of the page alone, until the server has it or the call is over. */
export function useSpokenNumber(tenantId: string, attemptId: string): SpokenNumberForm {
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [reach, setReach] = useState<SpokenReach>(spokenReaches[0])
  const [done, setDone] = useState(0)
  // the same until it was carried out or something else is typed: whoever sends again after a lost answer adds nothing
  const command = useRef<string | null>(null)
  const { mutate, reset, isPending, error } = useAct('doNotCall.takeDown')
  const number = typed.trim()
  return {
    ...{ isOpen, setOpen, typed, reach, done, isSending: isPending },
    edit(change) {
      command.current = null
      reset()
      if (change.typed !== undefined) setTyped(change.typed)
      if (change.reach !== undefined) setReach(change.reach)
    },
    problem: inWords(error),
    submit() {
      if (number === '' || isPending) return
      command.current ??= newCommand()
      const body = { commandId: command.current, number, reach }
      mutate(
        { params: { tenantId, attemptId }, body },
        {
          onSuccess() {
            command.current = null
            setTyped('')
            setDone((before) => before + 1)
            // what was sent is kept no longer than it has to be
            reset()
          },
        },
      )
    },
    whyNot: number === '' ? null : spokenNumber.notSent,
  }
}

const newCommand = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const sentences: Readonly<Record<string, Phrase<string>>> = spokenNumber.problems

/** Why a number cannot be registered, as a sentence; any other problem as it is. */
function inWords(problem: CallProblem | null): CallProblem | null {
  const sentence = problem?.detail.map((part) => sentences[part]).find((each) => each !== undefined)
  return problem === null || sentence === undefined ? problem : new CallProblem(problem.code, sentence)
}
