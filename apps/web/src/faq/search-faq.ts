import type { FaqArticle } from '@sekisho/contract'

/** Hiragana for katakana, one width, small letters: however the word was typed. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[ァ-ヶ]/g, (kana) => String.fromCharCode((kana.codePointAt(0) ?? 0) - 0x60))
}

/** Articles that hold every word, those first that hold all in the question. Without a word all of them, as they came. */
export function searchFaq(articles: readonly FaqArticle[], typed: string): FaqArticle[] {
  const words = folded(typed).split(/\s+/).filter(Boolean)
  const holdsAll = (text: string) => words.every((word) => text.includes(word))
  const found = articles.filter(({ question, answer }) => holdsAll(folded(`${question}\n${answer}`)))
  const inQuestion = (article: FaqArticle) => holdsAll(folded(article.question))
  return [...found.filter(inQuestion), ...found.filter((article) => !inQuestion(article))]
}
