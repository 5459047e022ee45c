import type { FaqArticle } from '@sekisho/contract'
import { describe, expect, it } from 'vitest'
import { searchFaq } from './search-faq.ts'

const article = (question: string, answer: string): FaqArticle => ({
  ...{ articleId: question, version: 1, question, answer, by: '高橋', at: 0 },
})
const articles = [
  article('費用はかかりますか', 'キャンセルも無料です'),
  article('キャンセルできますか', '前日まで、電話でできます'),
  article('持ち物は', '受診券と保険証(コピー可)'),
]
const found = (typed: string) => searchFaq(articles, typed).map(({ question }) => question)

describe('a search for a question', () => {
  it.each([
    ['', ['費用はかかりますか', 'キャンセルできますか', '持ち物は']],
    ['きゃんせる', ['キャンセルできますか', '費用はかかりますか']],
    ['ｷｬﾝｾﾙ 電話', ['キャンセルできますか']],
    ['コピー　保険証', ['持ち物は']],
    ['予約番号', []],
  ])('%j finds %j', (typed, questions) => expect(found(typed)).toEqual(questions))
})
