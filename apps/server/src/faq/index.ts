export { createFaq, type Faq, type FaqDependencies } from './faq.ts'
export { faqHandlers } from './http.ts'
