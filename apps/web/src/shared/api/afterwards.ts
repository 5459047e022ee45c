/**
 * What follows an action, also when its form is gone by then because its row has left the list: what is given to `mutate`
 * alone is forgotten with the form. An error is shown by the action itself.
 */
export function afterwards(acting: Promise<unknown>, done: () => void, failed: () => void = () => undefined): void {
  void acting.then(done, failed)
}
