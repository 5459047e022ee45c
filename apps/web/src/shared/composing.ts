/**
 * Whether a key belongs to a conversion of the input method. Safari sends the confirming Enter after `isComposing` fell
 * back to false, with the old key code 229 (UI Events, "keyCode of keydown while the IME processes it").
 */
export function isComposing(event: { readonly isComposing: boolean; readonly keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229
}
