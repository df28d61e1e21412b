import { expect, test } from 'vitest'
import { showing } from '../ask'

const asked = [
  { name: 'q_shift', depends: '', equals: '' },
  { name: 'q_when', depends: 'q_shift', equals: 'Yes' },
  { name: 'q_why', depends: 'q_when', equals: 'After the shift' },
]
const given = (answers: Record<string, string[]>) => showing(asked, (name) => answers[name] ?? [])

test('a question shows when the one before it was answered like that', () => {
  expect([...given({ q_shift: ['Yes'] })]).toEqual(['q_shift', 'q_when'])
  expect([...given({ q_shift: ['No'] })]).toEqual(['q_shift'])
})

test('what depends on a question that is hidden is hidden, too', () => {
  expect([...given({ q_shift: ['No'], q_when: ['After the shift'] })]).toEqual(['q_shift'])
})
