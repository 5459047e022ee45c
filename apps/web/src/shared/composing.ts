/**
 * Whether a key belongs to a conversion of the input method. Safari sends the confirming Enter after `isComposing` fell
 * back to false, with the old key code 229 (UI Events, "keyCode of keydown while the IME processes it").
 */
export function isComposing(event: { readonly isComposing: boolean; readonly keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229
}

/**
 * Keeps the Enter that ends a conversion from sending the form around its field, on every page. Safari would: there the
 * conversion is over when the key arrives. Input methods take the key before the page hears of it, so nothing is lost.
 */
export function keepConversionsFromSending(page: Document): void {
  page.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter' && isComposing(event) && event.target instanceof HTMLInputElement)
        event.preventDefault()
    },
    { capture: true },
  )
}
