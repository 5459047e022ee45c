/**
 * What makes two rows the same person at an import, inside one file and against the people of the campaign (名寄せ):
 *
 * - `customer_number`: the customer number; a row without one compares inside the file as `phone` does
 * - `phone`: the first number together with the name, in kana where there is one: a number alone is no person
 * - `name_and_birth`: kana name and birth date; a row without both is compared with nobody
 * - `none`: nobody is compared, every row is a person
 */
export const samePersonKeys = ['customer_number', 'phone', 'name_and_birth', 'none'] as const
export type SamePersonKey = (typeof samePersonKeys)[number]
