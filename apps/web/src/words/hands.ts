import type { OperatorPhrase, SupervisorPhrase } from '@sekisho/contract'
import { type Phrase, phrase } from './phrase.ts'

const phrases: Readonly<Record<OperatorPhrase | SupervisorPhrase, Phrase<string>>> = {
  question: phrase('質問があります', 'I have a question'),
  complaint: phrase('苦情です', 'A complaint'),
  take_over: phrase('代わってください', 'Please take over'),
  decision: phrase('判断をお願いします', 'I need a decision'),
  equipment: phrase('機器・画面の不具合です', 'Something does not work'),
  unwell: phrase('体調がよくありません', 'I feel unwell'),
  understood: phrase('わかりました', 'Understood'),
  coming: phrase('いま行きます', 'Coming'),
  one_moment: phrase('少し待ってください', 'One moment'),
  hold: phrase('保留にしてください', 'Put it on hold'),
  call_back: phrase('折り返しにしてください', 'Offer to call back'),
  go_on: phrase('そのまま続けてください', 'Go on like this'),
  will_take_over: phrase('こちらで代わります', 'I will take over'),
}

/** Raised hands, at the desk and on the floor. */
export const hands = {
  title: phrase('挙手', 'Raised hands'),
  raise: phrase('挙手する', 'Raise hand'),
  lower: phrase('挙手を下ろす', 'Lower it'),
  raised: phrase(
    (time: string) => `挙手中 ${time}`,
    (time) => `Hand up ${time}`,
  ),
  waiting: phrase('SV を呼んでいます', 'Calling a supervisor'),
  takenBy: phrase(
    (name: string) => `${name} さんが対応します`,
    (name) => `${name} will help you`,
  ),
  notSent: phrase(
    '挙手を伝えられませんでした。声をかけるか、手を挙げて SV を呼んでください。',
    'Your hand was not sent. Call out, or raise it for real.',
  ),
  announcedRaised: phrase('挙手しました。', 'Your hand is up.'),
  say: phrase('ひとこと', 'Say'),
  phrases,
  text: phrase('SV への短い文', 'A short text'),
  answerText: phrase('オペレーターへの短い文', 'A short text to the operator'),
  textHint: phrase(
    'お名前・電話番号・顧客番号は書かないでください。文は封をして保管し、挙手が終わると消えます。',
    'No names, telephone or customer numbers. Texts rest sealed, and are deleted when the hand goes down.',
  ),
  noText: phrase(
    '文を送れるのは、挙手したときの通話についてだけです。ひとことを選ぶか、通話中に挙手し直してください。',
    'Texts go with the call at which the hand was raised. Choose ready words, or raise it again in a call.',
  ),
  looksLikeNumber: phrase(
    '番号のような数字があります。電話番号や顧客番号は送れません。',
    'This holds what looks like a number. Telephone and customer numbers cannot be sent.',
  ),
  send: phrase('送る', 'Send'),
  openText: phrase('文を開く', 'Open the texts'),
  sealedText: phrase('文(封をしてあります)', 'Text (sealed)'),
  openHint: phrase('開いたことは記録台帳に残ります。', 'That it was opened stands in the ledger.'),
  sides: { operator: phrase('オペレーター', 'Operator'), supervisor: phrase('SV', 'Supervisor') },
  you: phrase('あなた', 'You'),
  since: phrase(
    (time: string) => `${time}前から`,
    (time) => `for ${time}`,
  ),
  up: phrase(
    (count: string) => `挙手 ${count}人`,
    (count) => `${count} raised`,
  ),
  take: phrase('対応する', 'Take it'),
  takeOf: phrase(
    (name: string) => `${name} さんの挙手に対応する`,
    (name) => `Take the hand of ${name}`,
  ),
  takeOver: phrase('引き継ぐ', 'Take it over'),
  takeOverOf: phrase(
    (name: string) => `${name} さんの挙手を引き継ぐ`,
    (name) => `Take over the hand of ${name}`,
  ),
  end: phrase('対応を終える', 'Done'),
  endOf: phrase(
    (name: string) => `${name} さんの挙手への対応を終える`,
    (name) => `Done with the hand of ${name}`,
  ),
  yours: phrase('あなたが対応中', 'Yours'),
  takenByOther: phrase(
    (name: string, time: string) => `${name} さんが対応中(${time}前から)`,
    (name, time) => `${name}, for ${time}`,
  ),
  between: phrase('通話の間', 'Between calls'),
  announced: phrase(
    (name: string) => `${name} さんが挙手しました。`,
    (name) => `${name} raised a hand.`,
  ),
} as const
