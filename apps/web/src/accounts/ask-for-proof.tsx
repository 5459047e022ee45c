import { Box } from '@mantine/core'
import type { CallProblem } from '../shared/api/problem.ts'
import { ProofPanel } from '../sign-in/proof-panel.tsx'

/** Where a change was refused for want of a fresh proof: the proof, in place. Never inside of a form: it is one. */
export function AskForProof({ problem }: { readonly problem: CallProblem | null }) {
  if (problem?.code !== 'proof_needed') return null
  return (
    <Box mt="sm">
      <ProofPanel />
    </Box>
  )
}
