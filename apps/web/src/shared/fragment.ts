/**
 * Takes what stands behind `#` and clears it from the address and from this tab's history, so that a token is not left
 * on the screen, in a bookmark or in a screenshot. A fragment is never sent to a server.
 */
export function takeFragment(): string {
  const text = decodeFragment(location.hash.slice(1))
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  return text
}

function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
