import { describe, expect, it } from 'vitest'
import { resultsForCall } from './results-for-caller.ts'

const result = (code: string, next: 'final' | 'retry' | 'callback') => ({
  ...{ code, label: code, next, isSuccess: false, isFast: false },
})
const all = [result('11', 'final'), result('14', 'callback'), result('21', 'retry')]
const codes = (onNoList: { hasNumber: boolean } | null) => resultsForCall(all, { onNoList }).map(({ code }) => code)

describe('the results of a call', () => {
  it('are all of the campaign’s for a contact', () => {
    expect(codes(null)).toEqual(['11', '14', '21'])
  })
  it('lead to another call with somebody on no list only at a time that was asked for, and with a number', () => {
    expect(codes({ hasNumber: true })).toEqual(['11', '14'])
    expect(codes({ hasNumber: false })).toEqual(['11'])
  })
})
