import type { RouteName } from '@sekisho/contract'
import { QueryClient, useMutation, useQuery } from '@tanstack/react-query'
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import type { CallInput, CallOutput } from './call.ts'
import { call } from './call.ts'
import { CallProblem } from './problem.ts'

/** One cache for the page. What is in it leaves the memory with the sign-out or the tab. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 60_000,
      refetchOnWindowFocus: true,
      // a browser that thinks it is offline would leave pages loading without a word
      networkMode: 'always',
      // what the server refused stays refused; only the way to it is tried again
      retry: (failures, error) => error instanceof CallProblem && error.code === 'offline' && failures < 2,
    },
    // what was sent may hold a password or a search key: forgotten as soon as its form is gone
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
})

interface ReadOptions<Output> {
  readonly enabled?: boolean
  readonly refetchInterval?: number | ((data: Output | undefined) => number | false)
  readonly keepPrevious?: boolean
}

/** Reads a GET route and keeps it under its name and input. */
export function useRead<Name extends RouteName>(
  name: Name,
  input: CallInput<Name>,
  options: ReadOptions<CallOutput<Name>> = {},
): UseQueryResult<CallOutput<Name>, CallProblem> {
  const { refetchInterval, keepPrevious } = options
  return useQuery<CallOutput<Name>, CallProblem>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, { ...input, signal }),
    enabled: options.enabled ?? true,
    ...(keepPrevious === true ? { placeholderData: (previous: CallOutput<Name> | undefined) => previous } : {}),
    ...(refetchInterval === undefined
      ? {}
      : {
          refetchInterval:
            typeof refetchInterval === 'number' ? refetchInterval : (query) => refetchInterval(query.state.data),
        }),
  } as Parameters<typeof useQuery<CallOutput<Name>, CallProblem>>[0])
}

/** Calls a changing route, then has the named reads fetched again. */
export function useAct<Name extends RouteName>(
  name: Name,
  refresh: readonly RouteName[] = [],
): UseMutationResult<CallOutput<Name>, CallProblem, CallInput<Name>> {
  return useMutation<CallOutput<Name>, CallProblem, CallInput<Name>>({
    mutationFn: (input) => call(name, input),
    onSuccess: async () => {
      await Promise.all(refresh.map((read) => queryClient.invalidateQueries({ queryKey: [read] })))
    },
  })
}
