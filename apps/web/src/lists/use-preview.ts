import type { ImportPreview } from '@sekisho/contract'
import { useEffect, useState } from 'react'
import type { CallInput } from '../shared/api/call.ts'
import type { CallProblem } from '../shared/api/problem.ts'
import { useAct } from '../shared/api/queries.ts'

type Asked = CallInput<'uploads.preview'>

interface Answer {
  /** The choices it is for. */
  readonly of: string
  readonly preview: ImportPreview | null
  readonly problem: CallProblem | null
}

/** A preview, or the reason for none, of exactly the choices it was asked for: with any other it is gone. */
export function usePreview(asked: Asked): {
  readonly preview: ImportPreview | null
  readonly problem: CallProblem | null
  readonly isPending: boolean
  readonly ask: () => void
} {
  const { mutate } = useAct('uploads.preview')
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [waitsFor, setWaitsFor] = useState<Asked | null>(null)
  useEffect(() => {
    if (waitsFor === null) return
    const of = JSON.stringify(waitsFor)
    mutate(waitsFor, {
      onSuccess({ preview }) {
        // a large file takes longer than one answer: the same question joins what goes on
        setWaitsFor(preview === null ? { ...waitsFor } : null)
        if (preview !== null) setAnswer({ of, preview, problem: null })
      },
      onError(problem) {
        setWaitsFor(null)
        setAnswer({ of, preview: null, problem })
      },
    })
  }, [waitsFor, mutate])
  const isOfThese = answer?.of === JSON.stringify(asked)
  return {
    preview: isOfThese ? answer.preview : null,
    problem: isOfThese ? answer.problem : null,
    isPending: waitsFor !== null,
    ask: () => setWaitsFor(asked),
  }
}
