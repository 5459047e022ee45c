import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react'

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string
  readonly ref?: Ref<HTMLAnchorElement>
}

/** A real link with a real address; a plain click stays in the page. */
export function Link({ href, onClick, children, ...rest }: LinkProps) {
  const go = useGo()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !isPlain) return
    event.preventDefault()
    go(href)
  }
  return (
    <a href={href} onClick={follow} {...rest}>
      {children}
    </a>
  )
}

/** Goes to an address of `paths`; `replace` leaves no way back to the one before. */
export function useGo(): (href: string, options?: { readonly replace?: boolean }) => void {
  const router = useRouter()
  return useCallback(
    (href, options) => {
      if (options?.replace === true) router.history.replace(href)
      else router.history.push(href)
    },
    [router],
  )
}
